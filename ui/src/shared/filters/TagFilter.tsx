import { useTranslation } from "react-i18next";
import type { LabelId } from "@/bindings";
import { useAllTags } from "../directory/useAllTags";
import { oneLine } from "../text/plain";
import { Choice } from "../ui/Choice";

type Props = { value: LabelId | ""; onChange: (tag: LabelId | "") => void; className?: string };

/** Narrows a list to the customers with one tag; empty for all of them. */
export function TagFilter(props: Props) {
	const { t } = useTranslation();
	const tags = useAllTags();
	return (
		<Choice
			{...props}
			label={t("filters.tag")}
			options={[
				{ value: "", label: t("filters.everyTag") },
				...tags.map(({ tag, group }) => ({
					value: tag.id,
					label: `${oneLine(tag.name)} · ${oneLine(group)}`,
				})),
			]}
		/>
	);
}
