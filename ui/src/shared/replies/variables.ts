/** The variables of quick replies, written `{{客户}}`. Pure. */

export type VariableValues = {
	readonly customer: string | null;
	readonly remark: string | null;
	readonly robot: string | null;
	readonly now: Date;
};

/** Their names as they are written; the English ones mean the same. */
export const VARIABLES = ["客户", "备注", "机器人", "日期", "时间", "问候"] as const;

const ENGLISH: Record<string, (typeof VARIABLES)[number]> = {
	customer: "客户",
	remark: "备注",
	robot: "机器人",
	date: "日期",
	time: "时间",
	greeting: "问候",
};

const PATTERN = /\{\{\s*([^{}\n]{1,20}?)\s*\}\}/g;

/** Fills in what is known. What is not known stays as it was written, to be seen and warned of. */
export function resolved(text: string, values: VariableValues): string {
	return text.replace(PATTERN, (written, name: string) => valueFor(name, values) ?? written);
}

function valueFor(name: string, { customer, remark, robot, now }: VariableValues): string | null {
	switch (ENGLISH[name.toLowerCase()] ?? name) {
		case "客户":
			return customer;
		case "备注":
			return remark;
		case "机器人":
			return robot;
		case "日期":
			return `${now.getMonth() + 1}月${now.getDate()}日`;
		case "时间":
			return `${pad(now.getHours())}:${pad(now.getMinutes())}`;
		case "问候":
			return greetingAt(now.getHours());
		default:
			return null;
	}
}

function pad(value: number): string {
	return String(value).padStart(2, "0");
}

function greetingAt(hour: number): string {
	if (hour >= 5 && hour < 11) return "早上好";
	if (hour >= 11 && hour < 13) return "中午好";
	return hour >= 13 && hour < 18 ? "下午好" : "晚上好";
}

/** The variables that still stand in a text, each once, as they are written. */
export function unresolvedIn(text: string): string[] {
	return [...new Set([...text.matchAll(PATTERN)].map(([written]) => written))];
}

/** A text in pieces, with the variables that still stand in it set apart. */
export function variableParts(text: string): { readonly text: string; readonly variable: boolean }[] {
	return text
		.split(/(\{\{[^{}\n]{1,24}\}\})/)
		.map((part, index) => ({ text: part, variable: index % 2 === 1 }))
		.filter((part) => part.text !== "");
}
