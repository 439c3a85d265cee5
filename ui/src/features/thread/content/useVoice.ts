import { useEffect, useRef, useState } from "react";

export type VoiceState = "idle" | "loading" | "playing" | "paused" | "failed";

/** 1, 1.5 and 2 times, then from the beginning. */
const RATES = [1, 1.5, 2] as const;

/** Whoever begins to play stops the one before. */
let speaking: HTMLAudioElement | null = null;

/** Plays one sound on request. The element is made at the first press and dies with its row. */
export function useVoice(source: string) {
	const audio = useRef<HTMLAudioElement | null>(null);
	const [state, setState] = useState<VoiceState>("idle");
	const [at, setAt] = useState(0);
	const [seconds, setSeconds] = useState<number | null>(null);
	const [rate, setRate] = useState<number>(1);

	useEffect(
		() => () => {
			audio.current?.pause();
			audio.current?.removeAttribute("src");
			if (speaking === audio.current) speaking = null;
		},
		[],
	);

	function element(): HTMLAudioElement {
		if (audio.current !== null) return audio.current;
		const made = new Audio(source);
		made.addEventListener("playing", () => setState("playing"));
		made.addEventListener("waiting", () => setState("loading"));
		made.addEventListener("pause", () => setState((before) => (before === "failed" ? before : "paused")));
		made.addEventListener("timeupdate", () => setAt(made.currentTime));
		made.addEventListener("durationchange", () =>
			setSeconds(Number.isFinite(made.duration) ? made.duration : null),
		);
		made.addEventListener("ended", () => {
			made.currentTime = 0;
			setAt(0);
		});
		made.addEventListener("error", () => setState("failed"));
		audio.current = made;
		return made;
	}

	function toggle() {
		const sound = element();
		if (!sound.paused) {
			sound.pause();
			return;
		}
		if (speaking !== sound) speaking?.pause();
		speaking = sound;
		setState("loading");
		sound.play().catch((reason: unknown) => {
			// Pausing while it loads is no failure.
			const stopped = reason instanceof DOMException && reason.name === "AbortError";
			setState(stopped ? "paused" : "failed");
		});
	}

	return {
		state,
		at,
		seconds,
		rate,
		toggle,
		seek: (to: number) => {
			element().currentTime = to;
			setAt(to);
		},
		faster: () => {
			const next = RATES[(RATES.indexOf(rate as (typeof RATES)[number]) + 1) % RATES.length] ?? 1;
			element().playbackRate = next;
			setRate(next);
		},
	};
}
