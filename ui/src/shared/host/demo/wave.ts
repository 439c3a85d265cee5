/** Made-up figures that stay as they are when they are read again. */

/** From 0 to 1, and the same for the same number. */
export function wave(seed: number): number {
	const value = Math.sin(seed * 12.9898) * 43758.5453;
	return value - Math.floor(value);
}
