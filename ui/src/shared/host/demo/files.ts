/** The dialogs of the system, and what a person would choose there: a browser has no disk to look at. */
import type { DemoCommands } from "./engine";

/** One fails on its way. */
export const CHOSEN_FILES: readonly string[] = [
	"/home/xiaohong/保温杯-墨绿.jpg",
	"/home/xiaohong/发票抬头与税号（苏州满满科技有限公司）.pdf",
	"/home/xiaohong/断网演示.mp4",
];

export function dialogCommands(): DemoCommands {
	return {
		"plugin:dialog|open": ({ options }: { options: { multiple?: boolean; directory?: boolean } }) => {
			if (options.directory === true) return "/home/xiaohong/文档";
			return options.multiple === true ? CHOSEN_FILES : "/home/xiaohong/快捷回复.csv";
		},
		"plugin:dialog|save": () => "/home/xiaohong/快捷回复.csv",
	};
}
