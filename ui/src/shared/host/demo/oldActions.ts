/** What the robots of the demo world were asked before the window was opened. */
import type { Action, ActionReply, ActionState, QueuedAction, Robot } from "@/bindings";
import { MINUTE_MS } from "../../time/model";
import type { DemoChat } from "./world";

type Told = {
	robot: number;
	minutes: number;
	action: Action;
	state: ActionState;
	reply?: ActionReply;
	by?: QueuedAction["requestedBy"];
};

const refused = (reason: "notStaff" | "busy" | "other", msg: string): ActionReply => ({
	code: "1",
	msg,
	outcome: { kind: "refused", reason },
});

export function oldActions(
	now: number,
	robots: readonly Robot[],
	chats: readonly DemoChat[],
): QueuedAction[] {
	const customer = chats[0]?.row.key.chatUser ?? "";
	const group = chats[1]?.row.key.chatUser ?? "";
	const console: QueuedAction["requestedBy"] = { kind: "console" };
	const told: Told[] = [
		{
			robot: 1,
			minutes: 1,
			action: { kind: "inquire", about: { kind: "people", ids: ["7881300510002"] } },
			state: { state: "inFlight", at: now - 20_000 },
		},
		{
			robot: 1,
			minutes: 0.8,
			action: { kind: "setRemark", customer: "7881300510002", name: "老客-张", description: null },
			state: { state: "queued" },
		},
		{
			robot: 1,
			minutes: 0.5,
			action: { kind: "changeTags", customer: "7881300510002", add: ["1407375270363022"], remove: [] },
			state: { state: "queued" },
		},
		{
			robot: 2,
			minutes: 12,
			action: { kind: "invite", group, friends: ["7881300520001", "7881300520003"] },
			state: { state: "unknown" },
		},
		{
			robot: 0,
			minutes: 31,
			action: { kind: "addByPhone", phone: "13900001234", greeting: "您好，我是满满家居的客服小满" },
			state: { state: "unknown" },
		},
		{
			robot: 0,
			minutes: 45,
			action: { kind: "addByPhone", phone: "13812340000", greeting: "您好，我是满满家居的客服小满" },
			state: { state: "done" },
		},
		{
			robot: 2,
			minutes: 58,
			action: { kind: "changeAdmins", group, op: "add", members: ["7881300520004"] },
			state: { state: "refused" },
			reply: refused("notStaff", "admin must be staff"),
		},
		{
			robot: 0,
			minutes: 80,
			action: { kind: "setRemark", customer, name: "老客-王", description: "复购三次" },
			state: { state: "done" },
		},
		{
			robot: 0,
			minutes: 130,
			action: { kind: "changeTags", customer, add: ["1407375270361022"], remove: ["1407375270362024"] },
			state: { state: "done" },
		},
		{ robot: 0, minutes: 200, action: { kind: "queryTags" }, state: { state: "done" }, by: console },
		{
			robot: 2,
			minutes: 60 * 20,
			action: { kind: "setAnnouncement", group, text: "今日福利：第二件半价，接龙见群消息", notifyAll: true },
			state: { state: "done" },
		},
		{
			robot: 2,
			minutes: 60 * 21,
			action: { kind: "kick", group, members: ["m-spam"] },
			state: { state: "refused" },
			reply: refused("other", "无权限移出群成员"),
		},
		{
			robot: 3,
			minutes: 60 * 26,
			action: { kind: "createGroup", name: "华东大客户对接", members: ["a", "b", "c"] },
			state: { state: "cancelled" },
		},
		...Array.from(
			{ length: 140 },
			(_, index): Told => ({
				robot: index % 4,
				minutes: 60 * 30 + index * 47,
				action: index % 3 === 0 ? { kind: "queryTags" } : { kind: "queryAdmins", group },
				state: { state: "done" },
				by: console,
			}),
		),
	];
	return told.map(({ robot, minutes, action, state, reply, by }, index) => ({
		id: `2026112300${String(999_999 - index).padStart(8, "0")}`,
		robotKey: robots[robot]?.key ?? "",
		action,
		sent: null,
		carriedBy: null,
		requestedBy: by ?? { kind: "person", account: index % 2 ? "小红" : "practice" },
		requestedAt: now - minutes * MINUTE_MS,
		state,
		attempts: state.state === "queued" || state.state === "cancelled" ? 0 : 1,
		finishedAt: ["queued", "inFlight", "unknown"].includes(state.state)
			? null
			: now - minutes * MINUTE_MS + 2400,
		reply: reply ?? (state.state === "done" ? { code: "0", msg: "ok", outcome: null } : null),
		decidedAt: null,
	}));
}
