/** The team lead's desk: what its parts are called. */
export const leadZhCN = {
	title: "主管",
	view: { review: "会话质检", quality: "质检管理" },
} as const;

export const leadEn = {
	title: "Team lead",
	view: { review: "Review", quality: "Quality" },
};
