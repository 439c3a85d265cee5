/** What the demo world is made of: chats with their messages. */
import type { ChatRow, Content, Interval, Origin, OutboxState, ThreadMessage } from "@/bindings";

export type DemoChat = { row: ChatRow; messages: ThreadMessage[]; gaps: Interval[] };

/** Small, and the same sequence every time. */
export function dice(seed: number) {
	let state = seed;
	return (below: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

export type Spoken = {
	at: number;
	content: Content;
	from?: string;
	origin?: Origin;
	assignee?: string;
	delivery?: OutboxState;
	failed?: boolean;
	avatar?: boolean;
};

let nextId = 1;

export function messageOf(row: ChatRow, robotName: string, spoken: Spoken): ThreadMessage {
	const origin = spoken.origin ?? "customer";
	const ours = origin !== "customer";
	const name = spoken.from ?? row.name;
	nextId += 1;
	return {
		key: { ...row.key, messageId: `2026${String(nextId).padStart(18, "0")}` },
		chatId: row.chatId,
		chatName: row.name,
		msgSvrId: ours && spoken.delivery !== undefined ? null : String(7_000_000 + nextId),
		timestamp: spoken.at,
		direction: ours ? "out" : "in",
		origin,
		sender: {
			id: ours ? row.key.robotKey : `${row.key.chatUser}-${name}`,
			name: ours ? robotName : name,
			avatarUrl: spoken.avatar ? `https://pictures.example/${name}` : null,
		},
		content: spoken.content,
		sendStatus: ours && spoken.delivery === undefined ? (spoken.failed ? "failed" : "sent") : null,
		assignee: spoken.assignee ?? null,
		delivery: spoken.delivery ?? null,
		attachment: null,
	};
}

/** The row's last message and waiting time, from its thread. */
export function settle(chat: DemoChat): void {
	const last = chat.messages.at(-1);
	if (!last) return;
	const { direction, sender, content, timestamp } = last;
	const answered = chat.messages.findLastIndex((message) => message.direction === "out");
	chat.row = {
		...chat.row,
		lastActive: timestamp,
		last: { direction, senderName: sender.name, content, timestamp },
		waitingSince: chat.messages[answered + 1]?.timestamp ?? null,
		needsDecision: chat.messages.filter(({ delivery }) =>
			["failed", "unconfirmed"].includes(delivery?.state ?? ""),
		).length,
	};
}
