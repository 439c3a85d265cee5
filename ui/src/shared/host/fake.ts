/**
 * A stand-in for the engine, for `vite dev` in a plain browser. It answers the same commands over the same
 * calls, so everything above it is the real thing. `?scene=` chooses what to see: `sign-in`, `accounts`,
 * `several`,
 * `no-keyring`, `offline`, `catching-up`, `first`, `auth-lost`, `empty`,
 * `cache-damaged`, `disk-full`; `?theme=`, `?density=`, `?private=1`, `?coach=1`, `?lang=`, `?chats=`, `?talk=`
 * (messages of the first chat), `?traffic=0`, `?click=`, `?storage=0`, `?undo=`
 * and `?open=<number of a row>` do what they say.
 */
import type { Channel } from "@tauri-apps/api/core";
import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type {
	Account,
	AccountId,
	AccountSummary,
	Change,
	ChatKey,
	CommandError,
	Composed,
	Content,
	Interval,
	KeyringState,
	Notice,
	OutboxState,
	Preferences,
	Push,
	Resolution,
	SessionState,
	SignInRequest,
	Snapshot,
	ThreadMessage,
	ThreadPage,
	View,
} from "@/bindings";
import { DESKTOP_PREFERENCES, desktopCommands } from "./demo/desktop";
import { directoryCommands } from "./demo/directory";
import { exportCommands } from "./demo/exports";
import { leadCommands } from "./demo/lead";
import { broughtBack, decorate, localCommands } from "./demo/local";
import { mediaCommands } from "./demo/media";
import { DemoOutbox } from "./demo/outgoing";
import { fakePeople } from "./demo/people";
import { demoPicture } from "./demo/pictures";
import { planningCommands } from "./demo/planning";
import { qualityCommands } from "./demo/quality";
import { replyCommands } from "./demo/replies";
import { searchCommands } from "./demo/search";
import { settingsCommands } from "./demo/settings";
import { MEMBERS, QUESTIONS, text } from "./demo/words";
import { type DemoChat, dice, makeWorld, messageOf, settle } from "./demo/world";
import { chatOf, chatPath } from "./keys";

const PRACTICE: Account = {
	id: "practice",
	environment: {
		kind: "practice",
		apiBase: "http://127.0.0.1:39000",
		socketBase: "http://127.0.0.1:39000",
		mediaHosts: [],
		protocol: "auto",
	},
	accessKey: "practice",
	remembered: true,
};

const KNOWN: Account[] = [
	{
		...PRACTICE,
		id: "a1",
		accessKey: "manman-kefu",
		environment: { ...PRACTICE.environment, kind: "production", apiBase: "https://www.yjiyun.com" },
	},
	{
		...PRACTICE,
		id: "a2",
		accessKey: "manman-test",
		remembered: false,
		environment: { ...PRACTICE.environment, kind: "test", apiBase: "https://test.yjiyun.com" },
	},
];

const params = new URLSearchParams(location.search);
const scene = params.get("scene") ?? "live";
const roll = dice(7);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** What a person would choose in the dialogs. One fails on its way. */
const DEMO_FILES = [
	"/home/xiaohong/保温杯-墨绿.jpg",
	"/home/xiaohong/发票抬头与税号（苏州满满科技有限公司）.pdf",
	"/home/xiaohong/断网演示.mp4",
];

function composedOf(content: Content): Composed | null {
	return content.kind === "text" ? { kind: "text", text: content.text, mentions: [] } : null;
}

function refuse(code: CommandError["code"], message: string): never {
	throw { code, message, retryable: false, requestId: "req-7f3a20" } satisfies CommandError;
}

class FakeEngine {
	#channel: Channel<Push> | null = null;
	#seq = 0;
	#account: Account | null = ["sign-in", "accounts", "no-keyring", "keyring-asks"].includes(scene)
		? null
		: PRACTICE;
	#world = makeWorld(
		Date.now(),
		["empty", "first"].includes(scene) ? 0 : Number(params.get("chats") ?? 64),
		Number(params.get("talk") ?? 180),
	);
	#chats = new Map<string, DemoChat>();
	#session = sessionOf(scene);
	#notices = noticesOf(scene);
	#preferences: Preferences = {
		theme: (params.get("theme") as Preferences["theme"] | null) ?? "light",
		language: (params.get("lang") as Preferences["language"] | null) ?? "zh-CN",
		undoSeconds: Number(params.get("undo") ?? 3),
		sendKey: "enter",
		sensitiveWords: ["最低价", "绝对"],
		density: (params.get("density") as Preferences["density"] | null) ?? "standard",
		zoomPercent: 100,
		hidePreviews: params.get("private") === "1",
		blurUnfocused: false,
		coached: params.get("coach") !== "1",
		shortcuts: {},
		...DESKTOP_PREFERENCES,
	};
	#view: View = { chat: null, focused: false, newestVisible: false };

	readonly #outbox = new DemoOutbox({
		chat: (key) => this.#chat(key),
		robotName: (key) => this.#world.robots.find((each) => each.key === key)?.name ?? "",
		tell: (chat, messages) => this.#tell(chat, messages),
		push: (changes) => this.#push(changes),
		isLive: () => this.#session.state === "live",
		refuse,
		hasStorage: params.get("storage") !== "0",
	});

	constructor() {
		if (["empty", "first"].includes(scene)) this.#world.chats = [];
		decorate(this.#world.chats);
		Object.assign(
			this.commands,
			planningCommands({
				push: (changes) => this.#push(changes),
				robots: () => this.#world.robots,
				empty: ["empty", "first"].includes(scene),
			}),
			exportCommands({
				push: (changes) => this.#push(changes),
				chats: () => [...this.#chats.values()],
				empty: ["empty", "first"].includes(scene),
			}),
			directoryCommands({
				robots: () => this.#world.robots,
				chats: () => [...this.#chats.values()],
				empty: ["empty", "first"].includes(scene),
			}),
		);
		for (const chat of this.#world.chats) this.#chats.set(chatPath(chat.row.key), chat);
		Object.assign(
			this.commands,
			searchCommands({ chats: () => this.#chats.values(), chat: (key) => this.#chat(key) }),
			leadCommands({
				chats: () => this.#chats.values(),
				robots: () => this.#world.robots,
				empty: ["empty", "first"].includes(scene),
			}),
			qualityCommands({
				chats: () => this.#chats.values(),
				chat: (key) => this.#chat(key),
				push: (changes) => this.#push(changes),
			}),
			localCommands({
				chats: () => this.#chats.values(),
				chat: (key) => this.#chat(key),
				push: (changes) => this.#push(changes),
				refuse,
			}),
		);
	}

	readonly #forgotten = new Set<AccountId>();
	/** `?scene=several` has two accounts at work. */
	readonly #atWork = new Set<AccountId>(scene === "several" ? [PRACTICE.id, "a1"] : [PRACTICE.id]);

	#known(): Account[] {
		const known = scene === "sign-in" || scene === "no-keyring" ? [] : [PRACTICE, ...KNOWN];
		return known.filter(({ id }) => !this.#forgotten.has(id));
	}

	#summaries(): AccountSummary[] {
		return this.#known()
			.filter(({ id }) => scene !== "accounts" || id !== PRACTICE.id)
			.map((account) => {
				const atWork = this.#atWork.has(account.id) && scene !== "accounts";
				const state: SessionState = atWork
					? { state: "live", completeTo: Date.now() }
					: { state: "signedOut" };
				return { account, state, unread: atWork ? 7 : 0, waiting: 0 };
			});
	}

	readonly commands: Record<string, (args: never) => unknown> = {
		subscribe: ({ channel }: { channel: Channel<Push> }): Snapshot => {
			this.#channel = channel;
			return {
				seq: this.#seq,
				account: this.#account,
				session: this.#account === null ? { state: "signedOut" } : this.#session,
				robots: this.#world.robots,
				chats: [...this.#chats.values()].map((chat) => chat.row),
				waiting: this.#waiting(),
				requests: 0,
				undecided: 0,
				broadcasts: 0,
				preferences: this.#preferences,
				keyring: keyringOf(scene),
				notices: this.#notices,
				accounts: this.#summaries(),
			};
		},
		sign_in: async ({ request }: { request: SignInRequest }) => {
			await wait(500);
			if (request.environment === "custom") refuse("unreachable", "connection refused");
			if (request.accessSecret === "wrong") refuse("auth", "密钥错误");
			this.#account = PRACTICE;
			return PRACTICE;
		},
		resume: async ({ account }: { account: AccountId }) => {
			await wait(400);
			this.#account = this.#known().find(({ id }) => id === account) ?? PRACTICE;
			this.#atWork.add(account);
			return this.#account;
		},
		sign_out: ({ account }: { account: AccountId }) => {
			this.#atWork.delete(account);
			if (this.#account?.id === account)
				this.#account = this.#known().find(({ id }) => this.#atWork.has(id)) ?? null;
			return null;
		},
		check_keyring: () => null,
		go_without_keyring: () => null,
		rebuild_cache: () => {
			this.#notices = this.#notices.filter((notice) => notice.kind !== "cacheDamaged");
			this.#push([{ kind: "notices", notices: this.#notices }]);
			return null;
		},
		dismiss_notice: ({ id }: { id: number }) => {
			this.#notices = this.#notices.filter((notice) => notice.id !== id);
			this.#push([{ kind: "notices", notices: this.#notices }]);
			return null;
		},
		reconnect: async () => {
			this.#push([{ kind: "session", session: { state: "connecting" } }]);
			await wait(900);
			this.#session = { state: "live", completeTo: Date.now() };
			this.#push([{ kind: "session", session: this.#session }]);
			return null;
		},
		thread: ({ chat, before, limit }: { chat: ChatKey; before: string | null; limit: number }) =>
			this.#page(chat, before, limit),
		load_older: async () => {
			await wait(600);
			return null;
		},
		fill_gap: async ({ chat, gap }: { chat: ChatKey; gap: Interval }) => {
			await wait(900);
			const found = this.#chat(chat);
			found.gaps = found.gaps.filter((each) => each.from !== gap.from);
			const missed = messageOf(found.row, "", { at: gap.from + 60_000, content: text("这条是补齐的消息。") });
			found.messages = [...found.messages, missed].sort((a, b) => a.timestamp - b.timestamp);
			this.#push([{ kind: "coverage", chat }]);
			return null;
		},
		report_view: ({ view }: { view: View }) => {
			this.#view = view;
			if (view.chat && view.focused && view.newestVisible) this.#markRead(view.chat);
			return null;
		},
		...this.#outbox.commands,
		...replyCommands(),
		// The dialogs of the system: what a person would choose there.
		"plugin:dialog|open": ({ options }: { options: { multiple?: boolean; directory?: boolean } }) => {
			if (options.directory === true) return "/home/xiaohong/文档";
			return options.multiple === true ? DEMO_FILES : "/home/xiaohong/快捷回复.csv";
		},
		"plugin:dialog|save": () => "/home/xiaohong/快捷回复.csv",
		resolve_send: ({ id, resolution }: { id: string; resolution: Resolution }) =>
			this.#resolve(id, resolution),
		set_preferences: ({ preferences }: { preferences: Preferences }) => {
			this.#preferences = preferences;
			return null;
		},
		...mediaCommands(refuse),
		...desktopCommands(),
		...settingsCommands((account) => this.#forgotten.add(account)),
		open_link: ({ url }: { url: string }) => {
			window.open(url, "_blank", "noopener");
			return null;
		},
	};

	/** What is kept apart from messages: cards, tags, requests, actions. */
	readonly people = fakePeople({
		robots: () => this.#world.robots,
		chats: () => this.#world.chats,
		push: (changes) => this.#push(changes),
		scene,
	});

	/** A customer writes every few seconds. */
	runTraffic() {
		setInterval(() => {
			if (this.#session.state !== "live" || this.#account === null) return;
			this.#session = { state: "live", completeTo: Date.now() };
			const changes: Change[] = [{ kind: "session", session: this.#session }];
			if (roll(3) === 0) {
				const chat = [...this.#chats.values()][roll(12)];
				if (chat) changes.push(...this.#hear(chat, text(QUESTIONS[roll(QUESTIONS.length)] ?? "在吗")));
			}
			this.#push(changes);
		}, 2500);
	}

	/** For scripts: the open chat hears so many messages at once. */
	hearOpen(count: number) {
		const chat = this.#view.chat === null ? undefined : this.#chats.get(chatPath(this.#view.chat));
		for (let index = 0; chat && index < count; index += 1)
			this.#push(this.#hear(chat, text(`新消息 ${index + 1}`)));
	}

	/** For scripts: files are dropped into the window, or hang over it. */
	drop(type: "drop" | "enter" | "leave", paths: readonly string[] = DEMO_FILES) {
		return emit(`tauri://drag-${type}`, { paths, position: { x: 1, y: 1 } });
	}

	#hear(chat: DemoChat, content: Content): Change[] {
		const from = chat.row.kind === "group" ? { from: MEMBERS[roll(MEMBERS.length)] ?? "李雷" } : {};
		const message = messageOf(chat.row, "", { at: Date.now(), content, ...from });
		chat.messages = [...chat.messages, message];
		chat.row = broughtBack({ ...chat.row, unread: chat.row.unread + 1 });
		settle(chat);
		const open = this.#view.chat && chatPath(this.#view.chat) === chatPath(chat.row.key);
		if (open && this.#view.focused && this.#view.newestVisible) chat.row = { ...chat.row, unread: 0 };
		return [
			{ kind: "messages", messages: [message] },
			{ kind: "chats", rows: [chat.row] },
		];
	}

	#deliver(chat: DemoChat, message: ThreadMessage, delivery: OutboxState) {
		// Taken back meanwhile.
		if (!chat.messages.some((each) => each.key.messageId === message.key.messageId)) return;
		const next = { ...message, delivery };
		chat.messages = chat.messages.map((each) => (each.key.messageId === message.key.messageId ? next : each));
		this.#tell(chat, [next]);
	}

	#resolve(id: string, resolution: Resolution): null {
		for (const chat of this.#chats.values()) {
			const message = chat.messages.find((each) => each.key.messageId === id);
			if (!message) continue;
			if (resolution === "checkAgain") {
				this.#deliver(chat, message, { state: "emitted", at: Date.now() });
				setTimeout(() => this.#deliver(chat, message, { state: "unconfirmed" }), 1500);
				continue;
			}
			chat.messages = chat.messages.filter((each) => each !== message);
			this.#push([{ kind: "messagesRemoved", keys: [message.key] }]);
			const behind = this.#outbox.contentBehind(id) ?? composedOf(message.content);
			if (resolution === "sendAgain" && behind !== null) this.#outbox.send(chatOf(message.key), behind, 0);
			else this.#tell(chat, []);
		}
		return null;
	}

	#tell(chat: DemoChat, messages: ThreadMessage[]) {
		settle(chat);
		this.#push([
			{ kind: "messages", messages },
			{ kind: "chats", rows: [chat.row] },
			{ kind: "waiting", count: this.#waiting() },
		]);
	}

	/** For scripts: a robot falls, or is back. */
	robotIs(index: number, status: "online" | "offline" | "kicked") {
		this.#world.robots = this.#world.robots.map((robot, at) => (at === index ? { ...robot, status } : robot));
		this.#push([{ kind: "robots", robots: this.#world.robots }]);
	}

	#markRead(key: ChatKey) {
		const chat = this.#chat(key);
		const { marks, unread } = chat.row;
		if (unread === 0 && !marks.unreadMark) return;
		chat.row = { ...chat.row, unread: 0, mentionsMe: false, marks: { ...marks, unreadMark: false } };
		this.#push([{ kind: "chats", rows: [chat.row] }]);
	}

	#waiting(): number {
		const all = [...this.#chats.values()].flatMap((chat) => chat.messages);
		return all.filter((message) => message.delivery?.state === "queued").length;
	}

	#page(key: ChatKey, before: string | null, limit: number): ThreadPage {
		const { messages, gaps } = this.#chat(key);
		const end =
			before === null ? messages.length : messages.findIndex((each) => each.key.messageId === before);
		const start = Math.max(0, end - limit);
		return {
			messages: messages.slice(start, end),
			olderInCache: start > 0,
			completeToStart: true,
			clearedBefore: null,
			gaps,
		};
	}

	#chat(key: ChatKey): DemoChat {
		return this.#chats.get(chatPath(key)) ?? refuse("notFound", "no such chat");
	}

	#push(changes: Change[]) {
		this.#seq += 1;
		this.#channel?.onmessage({ seq: this.#seq, changes });
	}
}

function noticesOf(name: string): Notice[] {
	const at = Date.now();
	switch (name) {
		case "cache-damaged":
			return [
				{
					id: 1,
					at,
					account: null,
					kind: "cacheSetAside",
					why: "damaged",
					file: `C:\\Users\\manman\\AppData\\Roaming\\zuoxi\\accounts\\practice\\cache-${at}-damaged.db`,
					savedSends: 2,
					savedDrafts: 3,
				},
			];
		case "damage-met":
			return [{ id: 1, at, account: null, kind: "cacheDamaged" }];
		case "disk-full":
			return [{ id: 1, at, account: null, kind: "diskFull" }];
		case "no-keyring":
			return [{ id: 1, at, account: null, kind: "keyringAbsent", message: "no secret service" }];
		default:
			return [];
	}
}

function keyringOf(name: string): KeyringState {
	switch (name) {
		case "no-keyring":
			return { kind: "unavailable", message: "no secret service" };
		case "keyring-asks":
			return { kind: "checking" };
		default:
			return { kind: "available" };
	}
}

function sessionOf(name: string): SessionState {
	const now = Date.now();
	switch (name) {
		case "offline":
			return {
				state: "offline",
				attempt: 3,
				nextAt: now + 27_000,
				completeTo: now - 84_000,
				reason: { kind: "unreachable", message: "tcp connect error: Network is unreachable (os error 101)" },
			};
		case "disk-full":
			return {
				state: "offline",
				attempt: 1,
				nextAt: now + 12_000,
				completeTo: now - 9_000,
				reason: { kind: "diskFull" },
			};
		case "first":
		case "catching-up":
			return { state: "catchingUp", done: 12, total: 40 };
		case "auth-lost":
			return { state: "authLost", message: "1000: accessSecret changed" };
		default:
			return { state: "live", completeTo: now };
	}
}

export function startFakeHost() {
	const engine = new FakeEngine();
	mockWindows("main");
	mockIPC(
		(command, args) => {
			const answer = engine.commands[command] ?? engine.people[command];
			return answer ? answer(args as never) : refuse("notFound", command);
		},
		{ shouldMockEvents: true },
	);
	window.__TAURI_INTERNALS__.convertFileSrc = demoPicture;
	if (params.get("traffic") !== "0") engine.runTraffic();
	Object.assign(window, { fakeEngine: engine });

	// `?ctrl=k` presses a key with Ctrl, and `?type=search-field:退款` fills a field.
	const key = params.get("ctrl");
	if (key !== null)
		setTimeout(() => window.dispatchEvent(new KeyboardEvent("keydown", { key, ctrlKey: true })), 700);
	const [field, typed] = (params.get("type") ?? "").split(":");
	if (typed !== undefined)
		setTimeout(() => {
			const input = document.querySelector<HTMLInputElement>(`input[data-testid="${field}"]`);
			Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, typed);
			input?.dispatchEvent(new Event("input", { bubbles: true }));
		}, 1100);
	// `?click=view-requests,requests-all` presses what has these test ids, one after the other.
	for (const [index, id] of (params.get("click") ?? "").split(",").entries()) {
		setTimeout(
			() => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.click(),
			900 + index * 300,
		);
	}

	const open = params.get("open");
	if (open !== null)
		setTimeout(
			() => document.querySelectorAll<HTMLElement>("[data-testid=chat-row]")[Number(open)]?.click(),
			400,
		);
}
