/** The team lead's desk: what its parts are called. */
export const leadZhCN = {
	title: "主管",
	view: { waiting: "正在等待", metrics: "数据统计", audit: "操作审计", health: "运行状况", export: "导出" },
} as const;

export const leadEn = {
	title: "Team lead",
	view: { waiting: "Waiting now", metrics: "Metrics", audit: "Audit", health: "Health", export: "Export" },
};
