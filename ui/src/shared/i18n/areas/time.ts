/** Moments and lengths of time. */
export const timeZhCN = {
	time: {
		now: "刚刚",
		minutesAgo: "{{minutes}} 分钟前",
		yesterday: "昨天",
		tomorrowAt: "明天 {{clock}}",
		today: "今天",
		spanUnderMinute: "不到 1 分",
		spanMinutes: "{{minutes}} 分",
		spanHours: "{{hours}} 小时",
		spanDays: "{{days}} 天",
	},
} as const;

export const timeEn = {
	time: {
		now: "now",
		minutesAgo: "{{minutes}} min ago",
		yesterday: "Yesterday",
		tomorrowAt: "tomorrow {{clock}}",
		today: "Today",
		spanUnderMinute: "<1 min",
		spanMinutes: "{{minutes}} min",
		spanHours: "{{hours}} h",
		spanDays: "{{days}} d",
	},
};
