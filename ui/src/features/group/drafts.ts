/** Announcements that were begun and not made, while the window is open. */
import type { GroupId, RobotKey } from "@/bindings";
import { recordPath } from "@/shared/host";

const drafts = new Map<string, string>();

export const announcementDrafts = {
	read: (robot: RobotKey, group: GroupId): string => drafts.get(recordPath(robot, group)) ?? "",
	keep(robot: RobotKey, group: GroupId, text: string) {
		if (text === "") drafts.delete(recordPath(robot, group));
		else drafts.set(recordPath(robot, group), text);
	},
};
