/** What stands in the place of a view whose program is still being read. */
export const laterZhCN = {
	loading: "正在打开…",
	failed: "这个页面没能打开。",
} as const;

export const laterEn = {
	loading: "Opening…",
	failed: "This view could not be opened.",
};
