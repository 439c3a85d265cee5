/** What narrows the lists of several views. */
export const filtersZhCN = {
	filters: {
		robot: "机器人",
		everyRobot: "所有机器人",
		tag: "标签",
		everyTag: "全部标签",
		kind: "会话类型",
		anyKind: "单聊和群聊",
		kinds: { single: "单聊", group: "群聊" },
	},
} as const;

export const filtersEn = {
	filters: {
		robot: "Robot",
		everyRobot: "All robots",
		tag: "Tag",
		everyTag: "All tags",
		kind: "Kind of chat",
		anyKind: "Chats and groups",
		kinds: { single: "Chats", group: "Groups" },
	},
};
