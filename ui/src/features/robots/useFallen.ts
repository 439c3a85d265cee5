import { useEffect, useRef, useState } from "react";
import type { RobotKey } from "@/bindings";
import { useDesk } from "@/shared/host";
import { fallenNow, statusesOf } from "./model";

/** The robots that fell while the window was open, until they are back or somebody has seen it. */
export function useFallen() {
	const robots = useDesk((desk) => desk.robots);
	const before = useRef(statusesOf(robots));
	const [fallen, setFallen] = useState<ReadonlySet<RobotKey>>(new Set());
	useEffect(() => {
		const now = statusesOf(robots);
		const then = before.current;
		before.current = now;
		setFallen((known) => fallenNow(known, then, now));
	}, [robots]);
	return {
		fallen: robots.filter((robot) => fallen.has(robot.key)),
		dismiss: (key: RobotKey) => setFallen((known) => new Set([...known].filter((each) => each !== key))),
	};
}
