/**
 * A stand-in for the engine, for `vite dev` in a plain browser. It answers the same commands over the same
 * calls, so everything above it is the real thing. `?scene=` chooses what to see: `sign-in`, `accounts`, `several`,
 * `no-keyring`, `keyring-asks`, `offline`, `catching-up`, `first`, `auth-lost`, `empty`, `cache-damaged`, `damage-met`,
 * `disk-full`; `?theme=`, `?density=`, `?private=1`, `?coach=1`, `?lang=`, `?chats=`, `?talk=` (messages of the first
 * chat), `?traffic=0`, `?storage=0`, `?undo=`, `?desktop=0` and `?policy=` do what they say, and `demo/script.ts` tells
 * what can be pressed and typed.
 */
import { emit } from "@tauri-apps/api/event";
import { mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import type {
	Change,
	ChatKey,
	Content,
	Preferences,
	Push,
	Robot,
	Snapshot,
	ThreadMessage,
	View,
} from "@/bindings";
import { DemoAccounts } from "./demo/accounts";
import { addingCommands } from "./demo/addings";
import { auditCommands } from "./demo/audit";
import { broadcastCommands } from "./demo/broadcasts";
import { desktopCommands } from "./demo/desktop";
import { directoryCommands } from "./demo/directory";
import { type DemoCommands, type DemoEngine, refuse, wait } from "./demo/engine";
import { exportCommands } from "./demo/exports";
import { CHOSEN_FILES, dialogCommands } from "./demo/files";
import { groupToolCommands } from "./demo/groupTools";
import { healthCommands } from "./demo/health";
import { broughtBack, decorate, markCommands } from "./demo/marks";
import { mediaCommands } from "./demo/media";
import { metricCommands } from "./demo/metrics";
import { noteCommands } from "./demo/notes";
import { DemoOutbox } from "./demo/outgoing";
import { DemoPeople } from "./demo/people";
import { demoPicture } from "./demo/pictures";
import { qualityCommands } from "./demo/quality";
import { replyCommands } from "./demo/replies";
import {
	asked,
	isEmpty,
	keyringAtStart,
	noticesAtStart,
	preferencesAtStart,
	sessionAtStart,
} from "./demo/scene";
import { playScript } from "./demo/script";
import { searchCommands } from "./demo/search";
import { settingsCommands } from "./demo/settings";
import { tagCommands } from "./demo/tags";
import { makeWorld } from "./demo/talks";
import { threadCommands } from "./demo/threads";
import { MEMBERS, QUESTIONS, text } from "./demo/words";
import { type DemoChat, dice, messageOf, settle } from "./demo/world";
import { chatPath } from "./keys";

const roll = dice(7);

class FakeEngine {
	readonly commands: DemoCommands;
	readonly #accounts = new DemoAccounts();
	readonly #chats: ReadonlyMap<string, DemoChat>;
	#robots: readonly Robot[];
	/** What nobody took yet, and who waits for it. */
	#pending: Change[] = [];
	#asked: ((push: Push | null) => void) | null = null;
	#seq = 0;
	#session = sessionAtStart();
	#notices = noticesAtStart();
	#preferences = preferencesAtStart();
	#view: View = { chat: null, focused: false, newestVisible: false };

	constructor() {
		const world = makeWorld(Date.now(), Number(asked.get("chats") ?? 64), Number(asked.get("talk") ?? 180));
		const chats = isEmpty ? [] : world.chats;
		decorate(chats);
		this.#robots = world.robots;
		this.#chats = new Map(chats.map((chat) => [chatPath(chat.row.key), chat]));

		const engine: DemoEngine = {
			robots: () => this.#robots,
			chats: () => chats,
			chat: (key) => this.#chats.get(chatPath(key)) ?? refuse("notFound", "no such chat"),
			push: (changes) => this.#push(changes),
		};
		const people = new DemoPeople(engine);
		const outbox = new DemoOutbox({
			...engine,
			robotName: (key) => this.#robots.find((each) => each.key === key)?.name ?? "",
			memberName: (group, id) => people.groups.memberName(group, id),
			tell: (chat, messages) => this.#tell(chat, messages),
			isLive: () => this.#session.state === "live",
		});
		this.commands = {
			...this.#ownCommands(),
			...this.#accounts.commands,
			...people.commands,
			...outbox.commands,
			...threadCommands(engine),
			...markCommands(engine),
			...tagCommands(engine),
			...noteCommands(engine),
			...directoryCommands(engine),
			...groupToolCommands(engine),
			...addingCommands(engine),
			...broadcastCommands(engine),
			...searchCommands(engine),
			...exportCommands(engine),
			...metricCommands(engine),
			...healthCommands(engine),
			...auditCommands(engine),
			...qualityCommands(engine),
			...replyCommands(),
			...mediaCommands(),
			...dialogCommands(),
			...desktopCommands(),
			...settingsCommands(),
		};
	}

	#ownCommands(): DemoCommands {
		return {
			subscribe: (): Snapshot => {
				this.#pending = [];
				this.#asked?.(null);
				this.#asked = null;
				return {
					seq: this.#seq,
					account: this.#accounts.inFront,
					session: this.#accounts.inFront === null ? { state: "signedOut" } : this.#session,
					robots: [...this.#robots],
					chats: [...this.#chats.values()].map((chat) => chat.row),
					waiting: this.#waiting(),
					requests: 0,
					undecided: 0,
					broadcasts: 0,
					preferences: this.#preferences,
					keyring: keyringAtStart(),
					notices: this.#notices,
					accounts: this.#accounts.summaries(),
				};
			},
			next_push: () =>
				new Promise<Push | null>((resolve) => {
					this.#asked = resolve;
					this.#hand();
				}),
			reconnect: async () => {
				this.#push([{ kind: "session", session: { state: "connecting" } }]);
				await wait(900);
				this.#session = { state: "live", completeTo: Date.now() };
				this.#push([{ kind: "session", session: this.#session }]);
				return null;
			},
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
			set_preferences: ({ preferences }: { preferences: Preferences }) => {
				this.#preferences = preferences;
				return null;
			},
			report_view: ({ view }: { view: View }) => {
				this.#view = view;
				if (view.chat && view.focused && view.newestVisible) this.#markRead(view.chat);
				return null;
			},
		};
	}

	/** A customer writes every few seconds. */
	runTraffic() {
		setInterval(() => {
			if (this.#session.state !== "live" || this.#accounts.inFront === null) return;
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
	drop(type: "drop" | "enter" | "leave", paths = CHOSEN_FILES) {
		return emit(`tauri://drag-${type}`, { paths, position: { x: 1, y: 1 } });
	}

	/** For scripts: a robot falls, or is back. */
	robotIs(index: number, status: "online" | "offline" | "kicked") {
		this.#robots = this.#robots.map((robot, at) => (at === index ? { ...robot, status } : robot));
		this.#push([{ kind: "robots", robots: [...this.#robots] }]);
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

	#tell(chat: DemoChat, messages: ThreadMessage[]) {
		settle(chat);
		this.#push([
			{ kind: "messages", messages },
			{ kind: "chats", rows: [chat.row] },
			{ kind: "waiting", count: this.#waiting() },
		]);
	}

	#markRead(key: ChatKey) {
		const chat = this.#chats.get(chatPath(key));
		if (chat === undefined) return;
		const { marks, unread } = chat.row;
		if (unread === 0 && !marks.unreadMark) return;
		chat.row = { ...chat.row, unread: 0, mentionsMe: false, marks: { ...marks, unreadMark: false } };
		this.#push([{ kind: "chats", rows: [chat.row] }]);
	}

	#waiting(): number {
		const all = [...this.#chats.values()].flatMap((chat) => chat.messages);
		return all.filter((message) => message.delivery?.state === "queued").length;
	}

	#push(changes: Change[]) {
		this.#pending.push(...changes);
		this.#hand();
	}

	#hand() {
		if (this.#asked === null || this.#pending.length === 0) return;
		this.#seq += 1;
		this.#asked({ seq: this.#seq, changes: this.#pending });
		this.#pending = [];
		this.#asked = null;
	}
}

export function startFakeHost() {
	const engine = new FakeEngine();
	mockWindows("main");
	mockIPC(
		(command, args) => {
			const answer = engine.commands[command];
			return answer ? answer(args as never) : refuse("notFound", command);
		},
		{ shouldMockEvents: true },
	);
	window.__TAURI_INTERNALS__.convertFileSrc = demoPicture;
	if (asked.get("traffic") !== "0") engine.runTraffic();
	Object.assign(window, { fakeEngine: engine });
	playScript();
}
