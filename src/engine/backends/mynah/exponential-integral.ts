/** E1(x) for x > 0 (Abramowitz and Stegun 1964, 5.1.53 and 5.1.56: errors below 2e-7 and 5e-5 of the value). */
export function exponentialIntegral(x: number): number {
  if (x <= 0) return Infinity;
  if (x <= 1) {
    const series = -0.57721566 + x * (0.99999193 + x * (-0.24991055 + x * (0.05519968 + x * (-0.00976004 + x * 0.00107857))));
    return series - Math.log(x);
  }
  const numerator = x * (x * (x * (x + 8.5733287401) + 18.059016973) + 8.6347608925) + 0.2677737343;
  const denominator = x * (x * (x * (x + 9.5733223454) + 25.6329561486) + 21.0996530827) + 3.9584969228;
  return (Math.exp(-x) / x) * (numerator / denominator);
}
