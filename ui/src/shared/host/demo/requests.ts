/** Friend requests of the demo world. */
import type { Change, ReceivedRequest, Robot } from "@/bindings";
import { MINUTE_MS } from "../../time/model";
import type { DemoEngine } from "./engine";
import { isEmpty } from "./scene";

export class DemoRequests {
	readonly #requests: ReceivedRequest[];

	constructor({ robots }: Pick<DemoEngine, "robots">) {
		this.#requests = isEmpty ? [] : requestsAtStart(Date.now(), robots());
	}

	all(): readonly ReceivedRequest[] {
		return this.#requests;
	}

	move(robot: string, from: string, state: ReceivedRequest["state"]): Change[] {
		const at = this.#requests.findIndex((each) => each.robotKey === robot && each.request.from === from);
		const known = this.#requests[at];
		if (!known) return [];
		const next = { ...known, state };
		this.#requests[at] = next;
		return [{ kind: "requests", rows: [next] }];
	}
}

function requestsAtStart(now: number, robots: readonly Robot[]): ReceivedRequest[] {
	const ask = (
		robot: number,
		from: string,
		name: string,
		reason: string,
		minutes: number,
		state: ReceivedRequest["state"],
	): ReceivedRequest => ({
		robotKey: robots[robot]?.key ?? "",
		request: {
			from,
			name,
			avatarUrl: null,
			reason,
			gender: "unknown",
			description: null,
			isWechat: from !== "f4",
		},
		receivedAt: now - minutes * MINUTE_MS,
		state,
	});
	return [
		ask(0, "f1", "夏天的风", "我是朋友介绍来的，想买保温杯送客户", 2, "waiting"),
		ask(1, "f2", "刘国强", "上次买的收到有破损，想换一个", 26, "waiting"),
		ask(
			0,
			"f3",
			"一个名字特别特别长的陌生人🌈🌈（苏州满满科技行政采购部）",
			"你好，我们公司年会需要采购 200 个定制杯子，能不能给一个报价？最好这周内，预算每个 60 元左右，需要开专票。",
			75,
			"waiting",
		),
		ask(2, "f4", "שירה לוי", "", 180, "waiting"),
		ask(1, "f5", "推广小助手", "免费领流量，加我了解", 60 * 26, "ignored"),
		ask(2, "f6", "何以", "我是何以", 60 * 30, "accepted"),
		ask(3, "f7", "曹冲", "门店客户", 60 * 50, "failed"),
	];
}
