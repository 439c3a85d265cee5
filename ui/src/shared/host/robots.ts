import type { Robot, RobotKey } from "@/bindings";
import { useDesk } from "./desk";

/** One of the eight identity colours, 1 to 8. */
export type Hue = number;

export type KnownRobot = { robot: Robot; hue: Hue };

/** Colours go round in the order of the keys, so that a robot keeps its colour from day to day. */
export function robotsWithHues(robots: readonly Robot[]): Map<RobotKey, KnownRobot> {
	const sorted = [...robots].sort((a, b) => (a.key < b.key ? -1 : 1));
	return new Map(sorted.map((robot, index) => [robot.key, { robot, hue: (index % 8) + 1 }]));
}

/** Every row of the list asks: the answer is worked out once for each list of robots. */
const known = new WeakMap<readonly Robot[], Map<RobotKey, KnownRobot>>();

export function useRobots(): Map<RobotKey, KnownRobot> {
	const robots = useDesk((desk) => desk.robots);
	let answer = known.get(robots);
	if (!answer) {
		answer = robotsWithHues(robots);
		known.set(robots, answer);
	}
	return answer;
}

export function useRobot(key: RobotKey): KnownRobot | undefined {
	return useRobots().get(key);
}
