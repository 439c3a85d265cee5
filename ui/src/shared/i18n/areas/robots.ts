/** The states of a robot, and the robots of the account. */
export const robotZhCN = {
	starting: "启动中",
	online: "在线",
	offline: "离线",
	banned: "被限制登录",
	kicked: "已在别处登录",
	unknown: "状态未知",
	unnamed: "未知机器人",
} as const;

export const robotEn = {
	starting: "Starting",
	online: "Online",
	offline: "Offline",
	banned: "Barred from signing in",
	kicked: "Signed in elsewhere",
	unknown: "State unknown",
	unnamed: "Unknown robot",
};

export const robotsZhCN = {
	title: "机器人",
	button: "机器人，{{online}}/{{total}} 在线",
	buttonFiltered: "机器人，只看 {{names}}",
	only: "只看“{{name}}”的会话",
	lastEvent: "最近 {{time}}",
	lastLogin: "上次登录 {{time}}",
	noEvent: "还没有消息",
	waiting: "待回复 {{count}}",
	unread: "未读 {{count}}",
	mute: "“{{name}}”免打扰",
	unmute: "取消“{{name}}”免打扰",
	colour: "“{{name}}”的颜色",
	colourN: "颜色 {{number}}",
	colourAuto: "自动",
	all: "显示全部机器人",
	empty: "此账号下还没有机器人。",
	failed: "没能保存，已恢复原样。{{reason}}",
	fell: "机器人“{{name}}”{{status}}",
	fellHint: "它的客户发来的消息可能收不到，发出的消息可能送不到。请联系管理员让它重新登录。",
	fellShow: "看它的会话",
	dismiss: "知道了",
} as const;

export const robotsEn = {
	title: "Robots",
	button: "Robots, {{online}} of {{total}} online",
	buttonFiltered: "Robots, only {{names}}",
	only: "Only chats of “{{name}}”",
	lastEvent: "Last {{time}}",
	lastLogin: "Signed in {{time}}",
	noEvent: "No messages yet",
	waiting: "{{count}} waiting",
	unread: "{{count}} unread",
	mute: "Mute “{{name}}”",
	unmute: "Unmute “{{name}}”",
	colour: "Colour of “{{name}}”",
	colourN: "Colour {{number}}",
	colourAuto: "Automatic",
	all: "Show all robots",
	empty: "This account has no robots yet.",
	failed: "Could not be saved; everything is as before. {{reason}}",
	fell: "Robot “{{name}}”: {{status}}",
	fellHint:
		"What its customers write may not arrive, and what is sent may not reach them. Ask an administrator to sign it in again.",
	fellShow: "Show its chats",
	dismiss: "Dismiss",
};
