import type { Robot, RobotKey, RobotMarks } from "@/bindings";
import { useDesk } from "./desk";
import { useRobotMarksStore } from "./marks";

/** One of the eight identity colours, 1 to 8. */
export type Hue = number;

export type KnownRobot = { robot: Robot; hue: Hue; muted: boolean };

/** In the order of the keys, so that a robot keeps its place and its colour from day to day. */
export function robotsInOrder(robots: readonly Robot[]): Robot[] {
	return [...robots].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Colours go round in order, where nobody chose another one. */
function robotsWithHues(
	robots: readonly Robot[],
	marks: Readonly<Record<RobotKey, RobotMarks>> = {},
): Map<RobotKey, KnownRobot> {
	return new Map(
		robotsInOrder(robots).map((robot, index) => {
			const mark = marks[robot.key];
			return [robot.key, { robot, hue: mark?.hue ?? (index % 8) + 1, muted: mark?.muted ?? false }];
		}),
	);
}

/** Every row of the list asks: the answer is worked out once for each list of robots and their marks. */
const known = new WeakMap<readonly Robot[], { marks: object; answer: Map<RobotKey, KnownRobot> }>();

export function useRobots(): Map<RobotKey, KnownRobot> {
	const robots = useDesk((desk) => desk.robots);
	const marks = useRobotMarksStore((store) => store.marks);
	const before = known.get(robots);
	if (before?.marks === marks) return before.answer;
	const answer = robotsWithHues(robots, marks);
	known.set(robots, { marks, answer });
	return answer;
}

export function useRobot(key: RobotKey): KnownRobot | undefined {
	return useRobots().get(key);
}
