import { useMemo } from "react";
import type { ChatRow } from "@/bindings";
import { recordPath, useDesk, useRobot } from "@/shared/host";
import type { MentionNames } from "./mentions";

/** The names behind the ids of mentions: of a group's members as far as they are known, and of the robot itself. */
export function useMentionNames(row: ChatRow): MentionNames {
	const { robotKey, chatUser } = row.key;
	const card = useDesk((desk) => desk.records.groups.get(recordPath(robotKey, chatUser)));
	const robot = useRobot(robotKey)?.robot;
	return useMemo(() => {
		const byId = new Map((card?.members ?? []).map(({ id, name }) => [id, name]));
		const own =
			robot === undefined ? [] : [robot.wxid, robot.name, robot.alias ?? "", byId.get(robot.wxid) ?? ""];
		return { byId, self: new Set(own.filter((name) => name !== "")) };
	}, [card, robot]);
}
