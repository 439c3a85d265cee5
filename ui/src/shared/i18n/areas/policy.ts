/** The words of the organisation's rules. */
export const policyZhCN = {
	policy: {
		title: "由组织设定",
		set: "由您的组织设定",
		hint: "管理员在本机的规则文件里设定，修改后重新打开坐席生效。",
		broken:
			"规则文件 {{file}} 无法执行：{{problem}}。在管理员改好之前，本机不能登录，也不能导出；已有的消息和草稿都还在。",
		environments: "可登录的环境",
		retention: "消息最多保留",
		retentionDays: "{{days}} 天",
		exports: "不能导出",
		noneAllowed: "无",
		export: {
			html: "网页",
			xlsx: "Excel",
			csv: "CSV",
			jsonl: "JSON Lines",
			media: "图片、语音、视频和文件",
			groups: "群列表",
		},
	},
} as const;

export const policyEn = {
	policy: {
		title: "Set by your organisation",
		set: "Set by your organisation",
		hint: "Administrators set this in a file on this computer; a change counts from the next start.",
		broken:
			"The policy file {{file}} cannot be followed: {{problem}}. Until an administrator has mended it nobody can sign in or export on this computer; messages and drafts are kept.",
		environments: "Environments to sign in to",
		retention: "Messages are kept for at most",
		retentionDays: "{{days}} days",
		exports: "Not to be exported",
		noneAllowed: "None",
		export: {
			html: "Web pages",
			xlsx: "Excel",
			csv: "CSV",
			jsonl: "JSON Lines",
			media: "Pictures, voices, videos and files",
			groups: "Lists of groups",
		},
	},
};
