import { useCallback, useEffect, useRef, useState } from "react";
import { commands, type RobotKey } from "@/bindings";
import { keepActions, useDesk } from "@/shared/host";
import { NOWHERE, type Reach, reachAfter } from "./model";

const PAGE = 100;

/** Reads the log page by page, of one robot or of all. What is new comes by push. */
export function useLog(robot: RobotKey | null) {
	const snapshot = useDesk((desk) => desk.snapshot);
	const [state, setState] = useState<{ reach: Reach; busy: boolean; error: unknown }>({
		reach: NOWHERE,
		busy: true,
		error: null,
	});
	const reading = useRef(0);

	const read = useCallback(
		async (from: Reach) => {
			reading.current += 1;
			const mine = reading.current;
			setState({ reach: from, busy: true, error: null });
			try {
				const page = await commands.actions(robot, from.last?.id ?? null, PAGE);
				keepActions(page);
				if (mine === reading.current)
					setState({ reach: reachAfter(page, PAGE, from), busy: false, error: null });
			} catch (error) {
				if (mine === reading.current) setState({ reach: from, busy: false, error });
			}
		},
		[robot],
	);

	// biome-ignore lint/correctness/useExhaustiveDependencies: after a snapshot the newest page is read again.
	useEffect(() => {
		void read(NOWHERE);
	}, [read, snapshot]);

	return { ...state, more: () => void read(state.reach) };
}
