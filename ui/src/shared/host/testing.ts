/** An engine for component tests: commands are answered by the test, and the desk is what the test says. */
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type {
	Account,
	AccountSummary,
	Change,
	ChatRow,
	CustomerCard,
	GroupCard,
	GroupMember,
	Policy,
	QueuedAction,
	ReceivedRequest,
	Robot,
	Snapshot,
} from "@/bindings";
import { DESKTOP_PREFERENCES } from "./demo/desktop";
import { useDeskStore } from "./desk";
import { applyPush, fromSnapshot } from "./push";

export const TEST_ACCOUNT: Account = {
	id: "test-account",
	environment: {
		kind: "practice",
		apiBase: "http://127.0.0.1:1",
		socketBase: "",
		mediaHosts: [],
		protocol: "auto",
	},
	accessKey: "practice",
	remembered: true,
};

export function testSummary(account: Account, rest: Partial<AccountSummary> = {}): AccountSummary {
	return { account, state: { state: "signedOut" }, unread: 0, waiting: 0, ...rest };
}

export const TEST_ROBOT: Robot = {
	key: "r",
	wxid: "1",
	name: "旗舰店",
	alias: null,
	avatarUrl: null,
	status: "online",
	lastLogin: null,
	owner: null,
	corpId: null,
	staffId: null,
};

export const TEST_POLICY: Policy = {
	file: "/etc/zuoxi/policy.toml",
	problem: null,
	environments: { kinds: ["production"], addresses: ["https://robots.example"] },
	retentionDays: 90,
	forbiddenExports: ["csv", "media"],
};

export function testRow(user: string, rest: Partial<ChatRow> = {}): ChatRow {
	return {
		key: { robotKey: TEST_ROBOT.key, chatUser: user },
		chatId: `S:1_${user}`,
		kind: "single",
		name: user,
		avatarUrl: null,
		lastActive: null,
		unread: 0,
		preview: "",
		assignee: null,
		last: null,
		draft: null,
		needsDecision: 0,
		waitingSince: null,
		remark: null,
		mentionsMe: false,
		marks: { pinned: false, hidden: false, muted: false, unreadMark: false, snoozedUntil: null },
		...rest,
	};
}

export function testSnapshot(rest: Partial<Snapshot> = {}): Snapshot {
	return {
		seq: 0,
		account: TEST_ACCOUNT,
		session: { state: "live", completeTo: 0 },
		robots: [TEST_ROBOT],
		chats: [],
		waiting: 0,
		requests: 0,
		undecided: 0,
		broadcasts: 0,
		preferences: {
			theme: "light",
			language: "zh-CN",
			undoSeconds: 0,
			sendKey: "enter",
			sensitiveWords: [],
			density: "standard",
			zoomPercent: 100,
			hidePreviews: false,
			blurUnfocused: false,
			coached: true,
			shortcuts: {},
			...DESKTOP_PREFERENCES,
		},
		keyring: { kind: "available" },
		notices: [],
		accounts: [],
		...rest,
	};
}

export function testCustomerCard(id: string, rest: Partial<CustomerCard["customer"]> = {}): CustomerCard {
	return {
		customer: {
			robotKey: TEST_ROBOT.key,
			id,
			name: id,
			remark: null,
			description: null,
			avatarUrl: null,
			phone: null,
			relationship: "normal",
			isWechat: true,
			createdAt: null,
			...rest,
		},
		tags: [],
		ambiguous: [],
		tagsCheckedAt: null,
		tagsDoubtful: false,
		alsoKnownTo: [],
	};
}

export function testMember(id: string, rest: Partial<GroupMember> = {}): GroupMember {
	return {
		robotKey: TEST_ROBOT.key,
		groupId: "R:1",
		id,
		name: id,
		avatarUrl: null,
		role: "member",
		isWechat: true,
		isExternal: true,
		isPresent: true,
		...rest,
	};
}

export function testGroupCard(members: GroupMember[]): GroupCard {
	return {
		group: {
			robotKey: TEST_ROBOT.key,
			id: "R:1",
			name: "福利群",
			ownerId: null,
			ownerName: null,
			memberCount: members.length,
			isExternal: true,
			isLive: true,
			createdAt: null,
		},
		members,
		membersReadAt: 1,
		adminsReadAt: 1,
	};
}

export function testRequest(from: string, rest: Partial<ReceivedRequest> = {}): ReceivedRequest {
	return {
		robotKey: TEST_ROBOT.key,
		request: {
			from,
			name: from,
			avatarUrl: null,
			reason: "",
			gender: "unknown",
			description: null,
			isWechat: true,
		},
		receivedAt: 1,
		state: "waiting",
		...rest,
	};
}

export function testAction(id: string, rest: Partial<QueuedAction> = {}): QueuedAction {
	return {
		id,
		robotKey: TEST_ROBOT.key,
		action: { kind: "queryTags" },
		sent: null,
		carriedBy: null,
		requestedBy: { kind: "person", account: "practice" },
		requestedAt: 1,
		state: { state: "queued" },
		attempts: 0,
		finishedAt: null,
		reply: null,
		decidedAt: null,
		...rest,
	};
}

/** What a push would bring while the window is open. */
export function tellDesk(...changes: Change[]) {
	const { desk } = useDeskStore.getState();
	if (desk === null) throw new Error("there is no desk to tell");
	const applied = applyPush(desk, { seq: desk.seq + 1, changes });
	if (applied.kind !== "applied") throw new Error(`the push was ${applied.kind}`);
	useDeskStore.setState({ desk: applied.desk });
}

type Answers = Record<string, (args: never) => unknown>;

/** Starts the engine. Returns what was asked of it, in order. */
export function startTestEngine(
	snapshot: Snapshot,
	answers: Answers = {},
): { command: string; args: unknown }[] {
	const asked: { command: string; args: unknown }[] = [];
	mockWindows("main");
	mockIPC(
		(command, args) => {
			asked.push({ command, args });
			return answers[command]?.(args as never) ?? null;
		},
		{ shouldMockEvents: true },
	);
	window.__TAURI_INTERNALS__.convertFileSrc = (path: string, protocol = "asset") =>
		`${protocol}://localhost/${path}`;
	showDesk(snapshot);
	return asked;
}

export function showDesk(snapshot: Snapshot) {
	useDeskStore.setState({ desk: fromSnapshot(snapshot, useDeskStore.getState().desk), failure: null });
}

export function stopTestEngine() {
	useDeskStore.setState({ desk: null, failure: null });
	// The answers stay: what unmounts still stops listening a moment later, and the next start replaces them.
}
