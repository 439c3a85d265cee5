/** Pictures for the demo world, drawn as SVG, since nothing may come from the network. */

const svg = (width: number, height: number, body: string) =>
	`data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body}</svg>`)}#`;

const landscape = svg(
	640,
	480,
	`<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="#f3e7d6"/><stop offset="1" stop-color="#e3d2ba"/></linearGradient></defs>
	<rect width="640" height="480" fill="url(#s)"/><rect y="350" width="640" height="130" fill="#c9b394"/>
	<rect x="180" y="150" width="110" height="230" rx="18" fill="#2f5d50"/><rect x="190" y="110" width="90" height="60" rx="12" fill="#234339"/>
	<rect x="340" y="150" width="110" height="230" rx="18" fill="#f4efe6"/><rect x="350" y="110" width="90" height="60" rx="12" fill="#ddd2bf"/>
	<ellipse cx="235" cy="385" rx="75" ry="9" fill="#0002"/><ellipse cx="395" cy="385" rx="75" ry="9" fill="#0002"/>`,
);

const face = svg(
	96,
	96,
	`<rect width="96" height="96" fill="#9db8c9"/><circle cx="48" cy="42" r="19" fill="#f2d3bd"/><path d="M27 40a21 22 0 0 1 42 0q-8-12-21-12t-21 12" fill="#3d2f2a"/><path d="M12 96q4-32 36-32t36 32" fill="#d9695f"/>`,
);

const sticker = svg(
	200,
	200,
	`<circle cx="100" cy="100" r="80" fill="#ffd45e"/><circle cx="72" cy="88" r="9" fill="#5a3d00"/><circle cx="128" cy="88" r="9" fill="#5a3d00"/><path d="M62 118q38 42 76 0" fill="none" stroke="#5a3d00" stroke-width="9" stroke-linecap="round"/>`,
);

export function demoPicture(path: string): string {
	if (path.startsWith("avatar/")) return face;
	return path.includes("sticker") ? sticker : landscape;
}
