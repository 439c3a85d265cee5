import { type KeyboardEvent, useState } from "react";
import { type Chord, chordOf } from "@/shared/keys";

/**
 * A button that, once pressed, waits for a chord. `take` answers whether the chord will do; one that will not is waited for
 * again, until the person leaves.
 */
export function useListening(take: (chord: Chord) => boolean, onStop: () => void) {
	const [listening, setListening] = useState(false);

	function stop() {
		setListening(false);
		onStop();
	}

	function onKeyDown(event: KeyboardEvent) {
		if (!listening) return;
		// Tab leads on, as everywhere; everything else is meant for this button.
		if (event.key === "Tab") return stop();
		event.preventDefault();
		event.stopPropagation();
		if (event.key === "Escape") return stop();
		const chord = chordOf(event.nativeEvent);
		if (chord !== null && take(chord)) stop();
	}

	return { listening, button: { onClick: () => setListening(true), onKeyDown, onBlur: stop } };
}
