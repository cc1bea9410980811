/** Significance: how likely chance alone gives a score. */

/** P(Z > z), Z standard normal; from the error function's continued fraction (Abramowitz and Stegun 7.1.14) and series (7.1.5). */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 3) {
    let fraction = z;
    for (let term = 30; term >= 1; term--) fraction = z + term / fraction;
    return density / fraction;
  }
  let sum = 0;
  for (let term = z, odd = 1; Math.abs(term) > 1e-17; odd += 2, term *= (z * z) / odd) sum += term;
  return 0.5 - density * sum;
}

/**
 * P(S >= score) at most, S a sum of independent random signs with any weights whose squares sum to 1: 3.178 times the normal tail, and no smaller
 * factor holds for all weights, for two equal ones reach it at the root of 2 (Bentkus and Dzindzalieta 2015, "A tight Gaussian bound for weighted
 * sums of Rademacher random variables", Bernoulli 21(2)).
 */
export function signsTail(score: number): number {
  return Math.min(1, signsOverNormal * upperTail(score));
}

const signsOverNormal = 1 / (4 * upperTail(Math.SQRT2));

/**
 * P(U V <= product) for two independent p-values (Fisher 1925, "Statistical methods for research workers", for two). A bound, where each of them
 * is one: where P(U <= u) <= u.
 */
export function productTail(product: number): number {
  return product <= 0 ? 0 : Math.min(1, product * (1 - Math.log(product)));
}
