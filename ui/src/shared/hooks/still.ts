import { useEffect, useRef } from "react";

/**
 * What stands above other things keeps its height from the press of a button to its release, so that nothing moves away from
 * under a click.
 */
export function useStillWhilePressed<T extends HTMLElement>() {
	const place = useRef<T>(null);
	useEffect(() => {
		const hold = () => {
			const element = place.current;
			if (element === null) return;
			element.style.height = `${element.offsetHeight}px`;
			element.style.overflow = "hidden";
		};
		// The click comes after the release and is for what lay under both.
		const release = () =>
			setTimeout(() => {
				place.current?.style.removeProperty("height");
				place.current?.style.removeProperty("overflow");
			});
		addEventListener("pointerdown", hold, true);
		addEventListener("pointerup", release, true);
		addEventListener("pointercancel", release, true);
		return () => {
			removeEventListener("pointerdown", hold, true);
			removeEventListener("pointerup", release, true);
			removeEventListener("pointercancel", release, true);
		};
	}, []);
	return place;
}
