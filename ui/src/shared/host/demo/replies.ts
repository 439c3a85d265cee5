/** Quick replies of the demo world. */
import type { QuickReply } from "@/bindings";
import type { DemoCommands } from "./engine";

function reply(id: number, code: string, group: string, title: string, text: string, uses = 0): QuickReply {
	return {
		id: `reply-${id}`,
		group,
		code,
		title,
		content: { kind: "text", text, mentions: [] },
		usedAt: null,
		uses,
	};
}

function startingReplies(): QuickReply[] {
	return [
		reply(1, "nh", "问候", "开场问候", "{{问候}}，{{客户}}！我是{{机器人}}，请问有什么可以帮您？", 41),
		reply(2, "fh", "售前", "发货时间", "您好，现货商品当天 16:00 前下单当天发出，今天是{{日期}}。", 18),
		reply(3, "th", "售后", "七天无理由", "支持七天无理由退换，保持吊牌完好即可，退货地址稍后发您。", 9),
		reply(4, "lk", "问候", "老客问候", "{{备注}}，好久不见！这次给您申请了老客价。", 3),
		{
			...reply(5, "ccb", "售前", "尺码表", "", 6),
			content: {
				kind: "attachment",
				attachment: { path: "/home/xiaohong/尺码表.png", name: "尺码表.png", kind: "image" },
			},
		},
		{
			...reply(6, "hd", "活动", "双十二活动页", ""),
			content: {
				kind: "link",
				title: "双十二 · 两件 85 折",
				link: "https://shop.example.com/double12",
				description: "会员专享，满 199 再减 20",
				cover: null,
			},
		},
	];
}

/** The commands about quick replies. */
export function replyCommands(): DemoCommands {
	let replies = startingReplies();
	let nextId = 100;
	return {
		quick_replies: () => replies,
		save_quick_reply: ({ reply: saved }: { reply: QuickReply }) => {
			nextId += 1;
			const kept = saved.id === "" ? { ...saved, id: `reply-${nextId}` } : saved;
			replies = [...replies.filter(({ id }) => id !== kept.id), kept];
			return kept;
		},
		delete_quick_reply: ({ id }: { id: string }) => {
			replies = replies.filter((each) => each.id !== id);
			return null;
		},
		quick_reply_used: ({ id }: { id: string }) => {
			replies = replies.map((each) =>
				each.id === id ? { ...each, uses: each.uses + 1, usedAt: Date.now() } : each,
			);
			return null;
		},
		export_quick_replies: () => replies.length,
		import_quick_replies: () => ({ added: 12, changed: 3, skipped: [{ line: 7, why: "编号重复" }] }),
	};
}
