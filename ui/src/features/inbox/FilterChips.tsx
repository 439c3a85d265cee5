import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useAllTags } from "@/shared/directory/useAllTags";
import { useRobots } from "@/shared/host";
import { oneLine } from "@/shared/text/plain";
import { RobotMark } from "@/shared/ui/RobotMark";
import { type FilterPart, NO_PARTS, partsOf, withoutPart } from "./filterParts";
import type { Inbox } from "./useInbox";

/** What the list leaves out beyond its view, so that nobody takes a filtered list for the whole. */
export function FilterChips({ inbox }: { inbox: Inbox }) {
	const { t } = useTranslation();
	const robots = useRobots();
	const tags = useAllTags(inbox.filter.tag !== null);
	const parts = partsOf(inbox.filter, inbox.chosen?.filter);
	if (parts === NO_PARTS) return null;

	function nameOf(part: FilterPart): string {
		switch (part.kind) {
			case "robot":
				return oneLine(robots.get(part.robot)?.robot.name ?? t("robot.unnamed"));
			case "single":
				return t("inbox.kindSingle");
			case "group":
				return t("inbox.kindGroup");
			case "tag":
				return tags.find(({ tag }) => tag.id === inbox.filter.tag)?.tag.name ?? t("inbox.tag");
			case "mine":
				return t("inbox.mineOnly");
			case "waiting":
				return t("inbox.waitingOnly");
			default:
				return t(`inbox.${part.kind}`);
		}
	}

	return (
		<ul className="flex flex-wrap gap-1 px-3 py-1.5" data-testid="filter-chips">
			{parts.map((part) => {
				const name = nameOf(part);
				const robot = part.kind === "robot" ? robots.get(part.robot) : undefined;
				return (
					<li key={part.kind === "robot" ? part.robot : part.kind} className="max-w-full">
						<button
							type="button"
							aria-label={t("inbox.chipRemove", { name })}
							onClick={() => inbox.change(withoutPart(inbox.filter, part))}
							className="flex h-5.5 max-w-full items-center gap-1 rounded-chip bg-accent-weak pr-1 pl-1.5 text-small text-accent-text hover:text-text-1"
						>
							{robot && <RobotMark name={name} hue={robot.hue} />}
							<span className="bidi-isolate truncate">{name}</span>
							<X size={12} aria-hidden="true" />
						</button>
					</li>
				);
			})}
		</ul>
	);
}
