/**
 * What the robots of the demo world are asked. Each takes one action at a time; it takes a moment and then succeeds. One
 * with “拒绝” in its words is refused, one with “不明” never gets an answer.
 */
import type { Action, ActionDecision, ActionState, Change, QueuedAction } from "@/bindings";
import type { DemoCommands, DemoEngine } from "./engine";
import { oldActions } from "./oldActions";
import { isEmpty, scene } from "./scene";

type Ports = Pick<DemoEngine, "chats" | "robots" | "push"> & {
	/** What a robot that did as it was asked changed. */
	effects: (robot: string, action: Action) => Change[];
};

export class DemoActions {
	readonly #ports: Ports;
	readonly #actions: Map<string, QueuedAction>;
	#counter = 0;

	constructor(ports: Ports) {
		this.#ports = ports;
		const old = isEmpty ? [] : oldActions(Date.now(), ports.robots(), ports.chats());
		this.#actions = new Map(old.map((row) => [row.id, row]));
	}

	readonly commands: DemoCommands = {
		act: ({ robot, action }: { robot: string; action: Action }) => this.enqueue(robot, action),
		action: ({ id }: { id: string }) => this.#actions.get(id) ?? null,
		actions: ({ robot, before, limit }: { robot: string | null; before: string | null; limit: number }) => {
			const all = [...this.#actions.values()]
				.filter((row) => robot === null || row.robotKey === robot)
				.sort((a, b) => b.requestedAt - a.requestedAt || (a.id < b.id ? 1 : -1));
			const start = before === null ? 0 : all.findIndex((row) => row.id === before) + 1;
			return all.slice(start, start + limit);
		},
		undecided_actions: () =>
			[...this.#actions.values()].filter((row) => row.state.state === "unknown" && row.decidedAt === null),
		cancel_action: ({ id }: { id: string }) => {
			this.#move(id, { state: "cancelled" });
			return null;
		},
		decide_action: ({ id, decision }: { id: string; decision: ActionDecision }) => {
			const row = this.#actions.get(id);
			if (!row) return null;
			this.#keep({ ...row, decidedAt: Date.now() });
			if (decision === "wasDone") this.#ports.push(this.#ports.effects(row.robotKey, row.action));
			return decision === "doAgain" ? this.enqueue(row.robotKey, row.action) : null;
		},
	};

	enqueue(robotKey: string, action: Action): string {
		this.#counter += 1;
		const id = `${new Date().toISOString().replace(/\D/g, "")}${String(this.#counter).padStart(6, "0")}`;
		this.#keep({
			id,
			robotKey,
			action,
			sent: null,
			carriedBy: null,
			requestedBy: { kind: "person", account: "practice" },
			requestedAt: Date.now(),
			state: { state: "queued" },
			attempts: 0,
			finishedAt: null,
			reply: null,
			decidedAt: null,
		});
		// One at a time for each robot, as the engine does it.
		const ahead = [...this.#actions.values()].filter(
			(each) => each.robotKey === robotKey && ["queued", "inFlight"].includes(each.state.state),
		).length;
		if (scene === "offline") return id;
		setTimeout(() => this.#move(id, { state: "inFlight", at: Date.now() }), 300 + (ahead - 1) * 1500);
		setTimeout(() => this.#settle(id), 1500 + (ahead - 1) * 1500);
		return id;
	}

	#settle(id: string) {
		const row = this.#actions.get(id);
		if (row?.state.state !== "inFlight") return;
		const words = JSON.stringify(row.action);
		if (words.includes("不明")) return this.#move(id, { state: "unknown" });
		if (words.includes("拒绝")) {
			const outcome = { kind: "refused", reason: "other" } as const;
			const reply = { code: "1", msg: "操作过于频繁，请稍后再试", outcome };
			return this.#move(id, { state: "refused" }, { reply });
		}
		this.#ports.push(this.#ports.effects(row.robotKey, row.action));
		this.#move(id, { state: "done" }, { reply: { code: "0", msg: "ok", outcome: null } });
	}

	#move(id: string, state: ActionState, rest: Partial<QueuedAction> = {}) {
		const row = this.#actions.get(id);
		if (!row || row.state.state === "cancelled") return;
		const settled = state.state !== "queued" && state.state !== "inFlight";
		this.#keep({ ...row, ...rest, state, attempts: 1, finishedAt: settled ? Date.now() : null });
	}

	#keep(row: QueuedAction) {
		this.#actions.set(row.id, row);
		this.#ports.push([{ kind: "actions", rows: [row] }]);
	}
}
