/** An engine for component tests: commands are answered by the test, and the desk is what the test says. */
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type { Account, ChatRow, Robot, Snapshot } from "@/bindings";
import { useDeskStore } from "./desk";
import { fromSnapshot } from "./push";

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
		preferences: {
			theme: "light",
			language: "zh-CN",
			undoSeconds: 0,
			sendKey: "enter",
			sensitiveWords: [],
		},
		keyring: { kind: "available" },
		accounts: [],
		...rest,
	};
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
