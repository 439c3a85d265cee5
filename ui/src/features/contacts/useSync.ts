import { useState } from "react";
import { create } from "zustand";
import { commands, type RobotKey, type Timestamp } from "@/bindings";

/** From when on each robot may be asked again. Outlives the view: leaving it does not make the platform quicker. */
const useCooldowns = create<{ until: Readonly<Record<RobotKey, Timestamp>> }>(() => ({ until: {} }));

/** Has the platform read the contacts of robots anew. It does not say when it is done (Q52). */
export function useSync(robots: readonly RobotKey[], now: Timestamp) {
	const until = useCooldowns((store) => store.until);
	const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
	const resting = robots.filter((key) => (until[key] ?? 0) > now);
	const ready = robots.filter((key) => !resting.includes(key));

	async function sync() {
		setState({ busy: true, error: null });
		let failure: unknown = null;
		for (const key of ready) {
			try {
				const next = await commands.syncContacts(key);
				useCooldowns.setState((store) => ({ until: { ...store.until, [key]: next } }));
			} catch (error) {
				failure = error;
			}
		}
		setState({ busy: false, error: failure });
	}

	return {
		sync: () => void sync(),
		busy: state.busy,
		error: state.error,
		canSync: ready.length > 0 && !state.busy,
		/** Some robot was asked lately: its list may still be on its way. */
		isUnderWay: resting.length > 0,
		/** When the first of them may be asked again; null while some may. */
		nextAt:
			ready.length > 0 || resting.length === 0 ? null : Math.min(...resting.map((key) => until[key] ?? 0)),
	};
}
