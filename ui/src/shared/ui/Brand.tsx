/** The mark of the product on its tile: two speech bubbles that make a seat. Drawn as in `icons/zuoxi-mark.svg`. */
export function Brand({ size }: { size: number }) {
	return (
		<svg width={size} height={size} viewBox="0 0 56 56" aria-hidden="true" className="shrink-0">
			<rect width="56" height="56" rx="14" className="fill-accent" />
			<g transform="translate(12 12)" className="fill-on-accent">
				<path d="M2 7A5 5 0 0 1 7 2L9 2A5 5 0 0 1 14 7L14 19.5A2.5 2.5 0 0 1 11.5 22L9.9 22A1.8 1.8 0 0 0 8.3 22.9L4.7 29.4A1.1 1.1 0 0 1 3.7 30L3.1 30A1.1 1.1 0 0 1 2 28.9Z" />
				<path
					fillRule="evenodd"
					opacity="0.78"
					d="M16 14.5A2.5 2.5 0 0 1 18.5 12L25.2 12A4.8 4.8 0 0 1 30 16.8L30 28.9A1.1 1.1 0 0 1 28.9 30L28.3 30A1.1 1.1 0 0 1 27.3 29.4L23.7 22.9A1.8 1.8 0 0 0 22.1 22L18.5 22A2.5 2.5 0 0 1 16 19.5ZM17.85 17a1.15 1.15 0 1 0 2.3 0a1.15 1.15 0 1 0-2.3 0ZM21.85 17a1.15 1.15 0 1 0 2.3 0a1.15 1.15 0 1 0-2.3 0ZM25.85 17a1.15 1.15 0 1 0 2.3 0a1.15 1.15 0 1 0-2.3 0Z"
				/>
			</g>
		</svg>
	);
}
