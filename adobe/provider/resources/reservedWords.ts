/** Words that a source path must not begin with unless it wraps them as `${…}`. */
export const keywords: ReadonlySet<string> = new Set(
  (
    "new mod or and not null if le lt ge gt eq ne div var for while true false return break " +
    "continue else do function _errors"
  ).split(" "),
);

/**
 * The mapping functions, and two of the reserved words. The guides want fields of these names wrapped too, but others
 * saw Adobe make such mappings.
 */
export const functionNames: ReadonlySet<string> = new Set(
  (
    "empty size concat explode instr replacestr substr lower lcase upper ucase split join lpad rpad left right " +
    "ltrim rtrim trim equals equalsIgnoreCase extract_regex matches_regex " +
    "sha1 sha256 sha512 md5 crc32 " +
    "get_url_protocol get_url_host get_url_port get_url_path get_url_query_str " +
    "now timestamp format dformat date date_part set_date_part make_date_time make_timestamp " +
    "zone_date_to_utc zone_date_to_zone " +
    "is_empty arrays_to_object arrays_to_objects to_object str_to_object contains_key is_set nullify " +
    "get_keys get_values map_get_values map_has_keys add_to_map object_copy object_to_map to_map " +
    "array_to_map coalesce first last add_to_array join_arrays to_array size_of " +
    "upsert_array_append upsert_array_replace decode iif min max " +
    "to_bigint to_decimal to_float to_integer to_string json_to_object uuid guid fpid_to_ecid " +
    "ua_os_name ua_os_version ua_os_version_major ua_os_name_version ua_agent_name ua_agent_version " +
    "ua_agent_version_major ua_device_class " +
    "aa_get_event_id aa_get_event_value aa_get_product_categories aa_get_product_names " +
    "aa_get_product_quantities aa_get_product_prices aa_get_product_event_values aa_get_product_evars"
  ).split(" "),
);
