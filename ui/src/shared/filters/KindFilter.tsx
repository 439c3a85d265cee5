import { useTranslation } from "react-i18next";
import type { ChatKind } from "@/bindings";
import { Choice } from "../ui/Choice";

type Props = { value: ChatKind | ""; onChange: (kind: ChatKind | "") => void };

/** Narrows a list to chats with one person or to groups; empty for both. */
export function KindFilter(props: Props) {
	const { t } = useTranslation();
	return (
		<Choice<ChatKind | "">
			{...props}
			label={t("filters.kind")}
			options={[
				{ value: "", label: t("filters.anyKind") },
				{ value: "single", label: t("filters.kinds.single") },
				{ value: "group", label: t("filters.kinds.group") },
			]}
		/>
	);
}
