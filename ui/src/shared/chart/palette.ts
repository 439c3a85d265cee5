/** The colours of charts, taken from the tokens of the theme that is on. */

const ROLES = [
	"accent",
	"accent-weak",
	"positive",
	"warning",
	"danger",
	"line",
	"line-strong",
	"text-1",
	"text-2",
	"text-3",
	"surface-1",
	"surface-3",
	"track",
] as const;

type Role = (typeof ROLES)[number];
export type Palette = Readonly<Record<Role, string>>;

/** ECharts mixes colours itself and reads only sRGB, so every token is painted once and read back. */
export function paletteNow(): Palette {
	const style = getComputedStyle(document.documentElement);
	const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	return Object.fromEntries(
		ROLES.map((role) => [role, asRgb(context, style.getPropertyValue(`--${role}`).trim())]),
	) as Record<Role, string>;
}

function asRgb(context: CanvasRenderingContext2D | null, colour: string): string {
	if (context === null || typeof context.fillRect !== "function") return colour;
	context.clearRect(0, 0, 1, 1);
	context.fillStyle = colour;
	context.fillRect(0, 0, 1, 1);
	const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
	return `rgb(${red}, ${green}, ${blue})`;
}
