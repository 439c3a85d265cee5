import { useTranslation } from "react-i18next";
import type { LeftOut } from "@/bindings";
import { useRobots } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";

/** Who was chosen and is not written to, and why. */
export function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
	const { t } = useTranslation();
	const robots = useRobots();
	const robotName = (key: string) => oneLine(robots.get(key)?.robot.name ?? t("robot.unnamed"));

	function why({ why: cause }: LeftOut): string {
		switch (cause.kind) {
			case "writtenToBy":
				return t("broadcast.out.writtenToBy", { robot: robotName(cause.robotKey) });
			case "notFriends":
				return t(`customer.relation.${cause.relationship}`);
			default:
				return t(`broadcast.out.${cause.kind}`);
		}
	}

	if (leftOut.length === 0) return null;
	return (
		<details className="mt-2 text-small" data-testid="left-out">
			<summary className="text-warning-text">{t("broadcast.leftOut", { count: leftOut.length })}</summary>
			<ul className="mt-1 max-h-48 overflow-y-auto">
				{leftOut.map((each, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: one may be named twice, and the list never changes.
					<li key={index} className="flex min-h-7 items-center gap-3">
						<span className="bidi-isolate min-w-0 flex-1 truncate">
							{oneLine(each.name) || each.chatUser}
						</span>
						<span className="bidi-isolate w-28 truncate text-text-3">{robotName(each.robotKey)}</span>
						<span className="w-56 text-text-2">{why(each)}</span>
					</li>
				))}
			</ul>
		</details>
	);
}
