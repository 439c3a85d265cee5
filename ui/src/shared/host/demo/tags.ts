/** The tag library of the demo world, which all its robots share. */
import type { Candidate, KnownTags, LabelId, TagLibrary } from "@/bindings";
import { MINUTE_MS } from "../../time/model";
import type { DemoCommands, DemoEngine } from "./engine";
import { isEmpty } from "./scene";

export const LIBRARY: TagLibrary = {
	groups: [
		tagGroup("10", "客户等级", ["VIP", "金卡", "银卡", "潜在客户"]),
		tagGroup("20", "购买意向", ["高意向", "观望", "复购", "已流失"]),
		tagGroup("30", "售后", ["退换货", "投诉", "重点跟进", "物流问题（快递丢件、破损、超时未揽收）"]),
		tagGroup("40", "个人标签", ["重点跟进", "生日 11 月", "🎁 送过礼"]),
	],
	personal: groupId("40"),
};

/** The platform's ids are above 2^53, and neighbours collapse into one as a number. */
function groupId(id: string) {
	return `140737527036076${id}`;
}

function tagGroup(id: string, name: string, names: string[]) {
	return {
		id: groupId(id),
		name,
		tags: names.map((each, at) => ({ id: `140737527036${id}${at + 22}`, name: each })),
	};
}

/** Every tag with the name of its group. */
export function allTags(): Candidate[] {
	return LIBRARY.groups.flatMap(({ name, tags }) => tags.map((tag) => ({ tag, group: name })));
}

export function knownTags(robotKey: string): KnownTags {
	const now = Date.now();
	return { robotKey, library: LIBRARY, asOf: now - 8 * MINUTE_MS, checkedAt: now - 3 * MINUTE_MS };
}

export function tagCommands({ chats }: Pick<DemoEngine, "chats">): DemoCommands {
	return {
		tag_library: ({ robot }: { robot: string }) => (isEmpty ? null : knownTags(robot)),
		all_tags: () => allTags(),
		chats_with_tag: ({ tag }: { tag: LabelId }) =>
			chats()
				.filter((_, index) => index % 3 === Number(tag.slice(-1)) % 3)
				.map((chat) => chat.row.key),
	};
}
