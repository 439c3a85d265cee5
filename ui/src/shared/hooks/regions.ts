import { focusByKey } from "./focusByKey";

/**
 * The window's regions, in the order F6 visits them. A region marks itself with `data-region`; inside, the
 * element that takes the focus is marked `data-region-focus`, or else the region itself takes it.
 */
const REGIONS = ["rail", "list", "thread", "composer", "panel", "view", "status"] as const;
export type Region = (typeof REGIONS)[number];

export function focusRegion(region: Region): boolean {
	const root = document.querySelector<HTMLElement>(`[data-region="${region}"]`);
	if (!root) return false;
	const target = root.querySelector<HTMLElement>("[data-region-focus]") ?? root;
	focusByKey(target);
	return root.contains(document.activeElement);
}

function currentRegion(): Region | undefined {
	const name = document.activeElement?.closest<HTMLElement>("[data-region]")?.dataset.region;
	return REGIONS.find((region) => region === name);
}

/** Goes to the next region that is there, or to the one before. */
export function cycleRegion(step: 1 | -1): void {
	const current = currentRegion();
	const start = current === undefined ? (step === 1 ? -1 : 0) : REGIONS.indexOf(current);
	for (let count = 1; count <= REGIONS.length; count += 1) {
		const index = (start + step * count + REGIONS.length * 2) % REGIONS.length;
		const region = REGIONS[index];
		if (region !== undefined && focusRegion(region)) return;
	}
}
