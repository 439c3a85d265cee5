/** The form of the storage for uploads: what each provider asks for, and what becomes of what was typed. */
import type { StorageConfig, StorageProvider } from "@/bindings";

export const PROVIDERS = ["oss", "cos", "obs", "s3", "webdav"] as const;
export type ProviderKind = (typeof PROVIDERS)[number];

export type StorageForm = {
	kind: ProviderKind;
	endpoint: string;
	region: string;
	bucket: string;
	/** The half of the key that is no secret; the name of the user for WebDAV. */
	keyId: string;
	secret: string;
	virtualHost: boolean;
	folder: string;
	publicBase: string;
};

export type StorageField = Exclude<keyof StorageForm, "kind" | "virtualHost">;

export const EMPTY_FORM: StorageForm = {
	kind: "oss",
	endpoint: "",
	region: "",
	bucket: "",
	keyId: "",
	secret: "",
	virtualHost: false,
	folder: "",
	publicBase: "",
};

/** What a right answer looks like. */
export const EXAMPLES: Record<ProviderKind, Partial<Record<StorageField, string>>> = {
	oss: {
		endpoint: "https://oss-cn-shanghai.aliyuncs.com",
		bucket: "kefu-files",
		keyId: "LTAI5t…",
		publicBase: "https://kefu-files.oss-cn-shanghai.aliyuncs.com",
	},
	cos: {
		endpoint: "https://cos.ap-shanghai.myqcloud.com",
		bucket: "kefu-1250000000",
		keyId: "AKID…",
		publicBase: "https://kefu-1250000000.cos.ap-shanghai.myqcloud.com",
	},
	obs: {
		endpoint: "https://obs.cn-east-3.myhuaweicloud.com",
		bucket: "kefu-files",
		keyId: "AK…",
		publicBase: "https://kefu-files.obs.cn-east-3.myhuaweicloud.com",
	},
	s3: {
		endpoint: "https://minio.example.com",
		region: "us-east-1",
		bucket: "kefu-files",
		keyId: "AKIA…",
		publicBase: "https://minio.example.com/kefu-files",
	},
	webdav: {
		endpoint: "https://dav.example.com/kefu",
		keyId: "kefu",
		publicBase: "https://files.example.com/kefu",
	},
};

/** The fields of a provider, in the order they are filled in. The folder may stay empty. */
export function fieldsOf(kind: ProviderKind): StorageField[] {
	const place: StorageField[] = kind === "webdav" ? [] : kind === "s3" ? ["region", "bucket"] : ["bucket"];
	return ["endpoint", ...place, "keyId", "secret", "publicBase", "folder"];
}

/** What has to be filled in and is not. A kept secret need not be typed again. */
export function missingIn(form: StorageForm, hasKeptSecret: boolean): StorageField[] {
	return fieldsOf(form.kind).filter(
		(field) => field !== "folder" && !(field === "secret" && hasKeptSecret) && form[field].trim() === "",
	);
}

export function configOf(form: StorageForm): StorageConfig {
	return {
		provider: providerOf(form),
		folder: form.folder.trim(),
		publicBase: form.publicBase.trim(),
	};
}

function providerOf(form: StorageForm): StorageProvider {
	const endpoint = form.endpoint.trim();
	const bucket = form.bucket.trim();
	const keyId = form.keyId.trim();
	switch (form.kind) {
		case "s3":
			return {
				kind: "s3",
				endpoint,
				region: form.region.trim(),
				bucket,
				accessKeyId: keyId,
				virtualHost: form.virtualHost,
			};
		case "oss":
			return { kind: "oss", endpoint, bucket, accessKeyId: keyId };
		case "cos":
			return { kind: "cos", endpoint, bucket, secretId: keyId };
		case "obs":
			return { kind: "obs", endpoint, bucket, accessKeyId: keyId };
		case "webdav":
			return { kind: "webdav", endpoint, username: keyId };
	}
}

/** The form of what is kept; the secret never comes back. The practice platform's own storage has no form. */
export function formOf(config: StorageConfig | null): StorageForm {
	if (config === null || config.provider.kind === "practice") return EMPTY_FORM;
	const { provider, folder, publicBase } = config;
	const common = { ...EMPTY_FORM, kind: provider.kind, endpoint: provider.endpoint, folder, publicBase };
	switch (provider.kind) {
		case "s3":
			return {
				...common,
				region: provider.region,
				bucket: provider.bucket,
				keyId: provider.accessKeyId,
				virtualHost: provider.virtualHost,
			};
		case "oss":
		case "obs":
			return { ...common, bucket: provider.bucket, keyId: provider.accessKeyId };
		case "cos":
			return { ...common, bucket: provider.bucket, keyId: provider.secretId };
		case "webdav":
			return { ...common, keyId: provider.username };
	}
}
