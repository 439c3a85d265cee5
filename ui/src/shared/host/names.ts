import type { RobotKey } from "@/bindings";
import { oneLine } from "../text/plain";
import { useDesk } from "./desk";
import type { Desk } from "./push";
import { recordPath } from "./records";

/** What a customer, member or group of one robot is called, as far as the window knows. */
export function nameOf(desk: Pick<Desk, "chats" | "records">, robot: RobotKey, id: string): string | null {
	const path = recordPath(robot, id);
	const { customers, groups, requests } = desk.records;
	const customer = customers.get(path)?.customer;
	const name =
		customer?.remark || customer?.name || groups.get(path)?.group.name || desk.chats.get(path)?.name;
	if (name) return oneLine(name);
	const asked = requests?.get(path)?.request.name;
	if (asked) return oneLine(asked);
	for (const card of groups.values()) {
		if (card?.group.robotKey !== robot) continue;
		const member = card.members.find((each) => each.id === id);
		if (member?.name) return oneLine(member.name);
	}
	return null;
}

/** Looks names up; one that is not known is shown by its id. */
export function useNames(): (robot: RobotKey, id: string) => string {
	const chats = useDesk((desk) => desk.chats);
	const records = useDesk((desk) => desk.records);
	return (robot, id) => nameOf({ chats, records }, robot, id) ?? id;
}
