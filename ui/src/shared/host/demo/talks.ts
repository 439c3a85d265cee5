/** The robots of the demo world and what its customers talk about: a made-up account, to look at the window without the engine. */
import type { ChatKey, ChatRow, Robot, ThreadMessage } from "@/bindings";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../time/model";
import { ANSWERS, MEMBERS, NAMES, QUESTIONS, text } from "./words";
import { type DemoChat, dice, messageOf, type Spoken, settle } from "./world";

export type World = { robots: Robot[]; chats: DemoChat[] };

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

function robot(key: string, name: string, status: Robot["status"]): Robot {
	return {
		key,
		wxid: `16888534704275${key.slice(-2)}`,
		name,
		alias: null,
		avatarUrl: null,
		status,
		lastLogin: null,
		owner: null,
		corpId: null,
		staffId: null,
	};
}

function emptyRow(key: ChatKey, name: string, kind: ChatRow["kind"]): ChatRow {
	return {
		key,
		chatId: `S:16888534704275_${key.chatUser}`,
		kind,
		name,
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
	};
}

/** A long talk about nothing much, so that there is something to scroll. */
function smallTalk(
	row: ChatRow,
	robotName: string,
	until: number,
	count: number,
	roll: (below: number) => number,
) {
	const messages: ThreadMessage[] = [];
	let at = until;
	for (let index = 0; index < count; index += 1) {
		at -= roll(10) < 6 ? 20_000 + roll(2 * MINUTE_MS) : 20 * MINUTE_MS + roll(9 * HOUR_MS);
		const theirs = roll(10) < 5;
		const origin = theirs ? "customer" : pick(["console", "console", "elsewhere", "phone"] as const, roll(4));
		messages.push(
			messageOf(row, robotName, {
				at,
				origin,
				content: text(theirs ? pick(QUESTIONS, roll(99)) : pick(ANSWERS, roll(99))),
				...(origin === "elsewhere" ? { assignee: "小红" } : {}),
				...(row.kind === "group" && theirs ? { from: pick(MEMBERS, roll(99)) } : {}),
			}),
		);
	}
	return messages.reverse();
}

export function makeWorld(now: number, size: number, talk: number): World {
	const roll = dice(20_261_123);
	const robots = [
		robot("rk-flagship-01", "旗舰店-小满", "online"),
		robot("rk-service-02", "售后客服2号", "online"),
		robot("rk-vip-03", "VIP管家-阿岚", "online"),
		robot("rk-store-04", "线下门店", "offline"),
	];
	const chats: DemoChat[] = [];

	function add(
		robotIndex: number,
		name: string,
		kind: ChatRow["kind"],
		rest: Partial<ChatRow>,
		spoken: Spoken[],
		talk = 0,
	) {
		const owner = pick(robots, robotIndex);
		const user = kind === "group" ? `R:17360389${chats.length}` : `78813005${10_000 + chats.length}`;
		const row = { ...emptyRow({ robotKey: owner.key, chatUser: user }, name, kind), ...rest };
		const first = spoken[0]?.at ?? now;
		const chat: DemoChat = {
			row,
			messages: [
				...smallTalk(row, owner.name, first - HOUR_MS, talk, roll),
				...spoken.map((each) => messageOf(row, owner.name, each)),
			],
			gaps: [],
		};
		settle(chat);
		chats.push(chat);
		return chat;
	}

	const ago = (minutes: number) => now - minutes * MINUTE_MS;

	const wang = add(
		0,
		"王小满",
		"single",
		{ unread: 2, assignee: "小红", avatarUrl: "https://pictures.example/wang" },
		[
			{ at: ago(26 * 60), content: text("上次买的保温杯很好用，还想再买两个送人") },
			{
				at: ago(26 * 60 - 1),
				origin: "elsewhere",
				assignee: "小红",
				content: text("谢谢您的认可！两个一起拍有满减，链接发您～"),
			},
			{
				at: ago(26 * 60 - 2),
				origin: "elsewhere",
				assignee: "小红",
				content: {
					kind: "link",
					title: "316 不锈钢保温杯 500ml 礼盒装",
					link: "https://shop.example.com/items/10086?from=kf",
					description: "两件 85 折，顺丰包邮，可代写贺卡",
					coverUrl: "https://pictures.example/cup",
				},
			},
			{ at: ago(52), content: text("请问我的订单什么时候发货？订单号 202611230017") },
			{ at: ago(51), origin: "console", content: text("您好，这边帮您查一下，请稍等。") },
			{
				at: ago(49),
				origin: "console",
				content: text(
					"已经出库了，今晚 20:00 前揽收。物流可以在这里看：https://www.sf-express.example/track?no=SF1390017，有问题随时叫我。",
				),
			},
			{ at: ago(48), origin: "phone", content: text("也可以直接打门店电话 👍") },
			{
				at: ago(21),
				avatar: true,
				content: {
					kind: "file",
					url: "https://files.example/%E5%8F%91%E7%A5%A8.pdf",
					name: "发票抬头与税号（苏州满满科技有限公司）.pdf",
				},
			},
			{ at: ago(20.8), content: text("发票按这个开，谢谢") },
			{
				at: ago(20),
				origin: "console",
				delivery: { state: "confirmed" },
				content: text("收到，开好后会发到您预留的邮箱。"),
			},
			{ at: ago(4.3), content: text("还有一个问题，杯盖可以单独换颜色吗？\n想要一个墨绿，一个奶白") },
			{ at: ago(4.2), content: { kind: "image", url: "https://pictures.example/lid" } },
		],
		talk,
	);
	wang.gaps = [{ from: ago(26 * 60 - 2), to: ago(52.1) }];

	add(
		2,
		"双11福利群（87）",
		"group",
		{ unread: 15, assignee: "小红" },
		[
			{
				at: ago(90),
				origin: "elsewhere",
				assignee: "小红",
				content: text("各位会员早上好，今天的福利是保温杯第二件半价，接龙从这里开始 👇"),
			},
			{ at: ago(34), from: "豆豆妈妈", content: text("接龙 1. 豆豆妈妈 墨绿 ×2") },
			{ at: ago(33), from: "Kevin", content: text("2. Kevin 奶白 ×1") },
			{ at: ago(12), from: "李雷", content: text("@旗舰店-小满 还有吗？我想要 3 个", "旗舰店-小满") },
			{ at: ago(11.5), from: "李雷", content: text("没货的话帮我登记一下") },
		],
		60,
	);
	add(
		1,
		"张伟",
		"single",
		{ draft: "您好，补发的包裹单号是 SF139", assignee: "阿强" },
		[
			{ at: ago(55), content: text("收到的杯子盖子有一道裂纹，能补发吗？") },
			{ at: ago(54.5), content: { kind: "image", url: "https://pictures.example/crack" } },
			{ at: ago(50), origin: "console", content: text("非常抱歉给您添麻烦了！我这边马上安排补发。") },
		],
		24,
	);
	add(0, "陈皮糖", "single", { unread: 1 }, [{ at: ago(1.2), content: text("在吗？想改一下收货地址") }], 12);
	add(
		2,
		"林女士（企业采购）",
		"single",
		{ assignee: "小红" },
		[
			{ at: ago(16), content: text("50 个起订，能刻字吗？什么时候能给报价？") },
			{ at: ago(15), content: { kind: "voice", url: "https://files.example/v.amr" } },
		],
		20,
	);
	add(
		1,
		"赵一鸣",
		"single",
		{},
		[
			{ at: ago(70), content: text("优惠券用不了") },
			{
				at: ago(66),
				origin: "console",
				delivery: { state: "confirmed" },
				content: text("您看看是不是凑单没满 199？"),
			},
			{
				at: ago(65),
				origin: "console",
				delivery: { state: "unconfirmed" },
				content: text("如果满了还用不了，把截图发我，我给您补一张。"),
			},
			{
				at: ago(64),
				origin: "console",
				delivery: { state: "failed", reason: { kind: "refused" } },
				content: text("您先别付款，稍等我一下。"),
			},
			{ at: ago(63), origin: "console", delivery: { state: "queued" }, content: text("还在吗？") },
		],
		8,
	);
	add(
		0,
		"Anna Li",
		"single",
		{ unread: 3 },
		[
			{
				at: ago(130),
				content: {
					kind: "miniProgram",
					title: "满满优选 · 冬日保暖季",
					description: "好友邀你拼团，还差 1 人",
				},
			},
			{ at: ago(129), content: { kind: "sticker", url: "https://pictures.example/sticker" } },
			{
				at: ago(128),
				content: {
					kind: "unsupported",
					contentType: "49",
					raw: '{"msgType":49,"labelId":14073752703607623,"appmsg":{"title":"视频号","finderFeed":{"nickname":"满满家居"}}}',
				},
			},
			{ at: ago(127), content: { kind: "video", url: "https://files.example/a.mp4" } },
		],
		3,
	);
	add(
		3,
		"门店老顾客群（212）",
		"group",
		{},
		[
			{ at: ago(190), from: "韩梅梅", content: text("周末门店几点开门？") },
			{ at: ago(180), origin: "phone", content: text("周末 9:30 开门，欢迎来坐坐～") },
		],
		10,
	);
	add(
		1,
		"钱多多",
		"single",
		{},
		[{ at: ago(60 * 27), origin: "console", content: text("已为您登记，48 小时内退款到账。") }],
		6,
	);
	add(
		0,
		"尤里\u202E里尤",
		"single",
		{},
		[{ at: ago(60 * 50), content: text("\u202Egnp.exe 这是什么文件") }],
		2,
	);
	add(2, "许愿", "single", {}, [], 0);

	for (let index = chats.length; index < size; index += 1) {
		const name = pick(NAMES, index);
		const at = now - DAY_MS - roll(20) * DAY_MS - roll(20) * HOUR_MS;
		const ours = roll(3) > 0;
		add(
			roll(4),
			index < NAMES.length ? name : `${name} ${index}`,
			roll(9) === 0 ? "group" : "single",
			ours ? {} : { unread: roll(3) === 0 ? 1 + roll(4) : 0 },
			[
				ours
					? { at, origin: "console", content: text(pick(ANSWERS, roll(99))) }
					: { at, content: text(pick(QUESTIONS, roll(99))) },
			],
			roll(6),
		);
	}
	return { robots, chats };
}
