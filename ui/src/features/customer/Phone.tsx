import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { maskedPhone, oneLine } from "@/shared/text/plain";
import { IconButton } from "@/shared/ui/IconButton";

/** Hidden until somebody asks for it; the panel is mounted anew for every chat, which hides it again. */
export function Phone({ phone }: { phone: string | null }) {
	const { t } = useTranslation();
	const [open, setOpen] = useState(false);
	const number = oneLine(phone ?? "");
	if (number === "") return <span className="text-text-3">{t("customer.phoneNone")}</span>;
	return (
		<span className="flex items-center gap-1">
			<span
				data-testid="phone"
				className={open ? "tabular selectable min-w-0 [overflow-wrap:anywhere]" : "tabular min-w-0"}
			>
				{open ? number : maskedPhone(number)}
			</span>
			<IconButton
				label={t(open ? "customer.phoneHide" : "customer.phoneShow")}
				size={24}
				className="-my-1"
				aria-pressed={open}
				data-testid="phone-eye"
				onClick={() => setOpen(!open)}
			>
				{open ? <EyeOff size={14} /> : <Eye size={14} />}
			</IconButton>
		</span>
	);
}
