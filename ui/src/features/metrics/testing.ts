import type { WorkHours } from "@/bindings";

/** From nine to six on Mondays, for tests. */
export const TEST_HOURS: WorkHours = {
	zone: "Asia/Shanghai",
	days: ["monday"],
	hours: { fromMinute: 540, toMinute: 1080 },
	lunch: null,
	holidays: [],
	extraDays: [],
	limitMinutes: 10,
	silenceHours: 8,
	groups: "mentioned",
};
