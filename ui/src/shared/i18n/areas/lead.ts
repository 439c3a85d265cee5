/** The team lead's desk: what its parts are called. */
export const leadZhCN = {
	title: "主管",
	keys: "主管的各个页面（在主管页内）",
	view: {
		waiting: "正在等待",
		metrics: "数据统计",
		review: "会话质检",
		quality: "质检管理",
		audit: "操作审计",
		health: "运行状况",
		export: "导出",
	},
} as const;

export const leadEn = {
	title: "Team lead",
	keys: "The team lead’s views (within them)",
	view: {
		waiting: "Waiting now",
		metrics: "Metrics",
		review: "Review",
		quality: "Quality",
		audit: "Audit",
		health: "Health",
		export: "Export",
	},
};
