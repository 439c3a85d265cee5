import { useTranslation } from "react-i18next";
import { classes } from "@/shared/ui/classes";

const LINES = [
	{ side: "in", width: "w-64" },
	{ side: "in", width: "w-40" },
	{ side: "out", width: "w-72" },
	{ side: "in", width: "w-48" },
	{ side: "out", width: "w-56" },
	{ side: "out", width: "w-36" },
] as const;

/** A thread that is being read, in the shape of one. */
export function ThreadSkeleton() {
	const { t } = useTranslation();
	return (
		<div
			role="status"
			aria-label={t("thread.opening")}
			className="flex h-full flex-col justify-end gap-3 px-5 pb-6"
		>
			{LINES.map(({ side, width }) => (
				<div key={`${side}${width}`} className={classes("flex", side === "out" && "justify-end")}>
					<div className={classes("skeleton h-9 rounded-card", width)} />
				</div>
			))}
		</div>
	);
}
