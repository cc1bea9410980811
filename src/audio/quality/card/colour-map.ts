/**
 * Colour map: a value from 0 to 1 as a colour that grows evenly brighter, from near black through violet and red to pale yellow,
 * in the manner of magma. Made in OKLCH, where equal steps look equal (Ottosson 2020, "A perceptual color space for image
 * processing"): lightness is linear, the hue turns steadily, the chroma swells in the middle.
 */
export function createColourMap(steps = 256): Uint8ClampedArray {
  const colours = new Uint8ClampedArray(3 * steps);
  for (let step = 0; step < steps; step++) {
    const value = step / (steps - 1);
    const lightness = 0.16 + 0.81 * value;
    const chroma = 0.015 + 0.19 * Math.sin(Math.PI * value ** 0.9) ** 0.85;
    const hueDegrees = 282 + 180 * value ** 1.15;
    colours.set(toRgb(lightness, { chroma, hueDegrees }), 3 * step);
  }
  return colours;
}

/** OKLCH to sRGB, 0 to 255, cut at the borders of what a screen shows. */
function toRgb(lightness: number, { chroma, hueDegrees }: { chroma: number; hueDegrees: number }): [number, number, number] {
  const angle = (hueDegrees * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encode(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** Transfer function of IEC 61966-2-1 (sRGB). */
function encode(linear: number): number {
  const value = Math.max(0, Math.min(1, linear));
  return 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
}
