/** The sheet of keyboard shortcuts. */
export const keysZhCN = {
	keys: {
		title: "键盘快捷键",
		groupChats: "会话",
		groupMessage: "回复",
		groupWindow: "窗口",
		previousNext: "上一个 / 下一个会话",
		unread: "上一个 / 下一个未读",
		nextWaiting: "下一个待回复（等得最久的先来）",
		moveInList: "在列表里移动",
		openChat: "打开会话",
		send: "发送",
		newline: "换行",
		back: "返回上一层",
		regions: "在各区域间切换",
		filter: "按名称筛选会话",
		panel: "展开 / 收起资料栏",
		help: "打开本页",
	},
} as const;

export const keysEn = {
	keys: {
		title: "Keyboard shortcuts",
		groupChats: "Chats",
		groupMessage: "Reply",
		groupWindow: "Window",
		previousNext: "Previous / next chat",
		unread: "Previous / next unread",
		nextWaiting: "Next waiting customer, longest first",
		moveInList: "Move in the list",
		openChat: "Open the chat",
		send: "Send",
		newline: "New line",
		back: "Back one level",
		regions: "Go from region to region",
		filter: "Filter chats by name",
		panel: "Show or hide details",
		help: "Open this sheet",
	},
};
