// The documents that are served if none are configured. The files are in Sample/ and compiled into the program.

enum BundledSample {
    /// The name and the bytes of each file.
    static let files: [(name: String, bytes: [UInt8])] = [
        ("2026-03-20-arctic-security-briefing.txt", PackageResources._026_03_20_arctic_security_briefing_txt),
        ("black-sea-shipping-corridor.txt", PackageResources.black_sea_shipping_corridor_txt),
        ("climate-security-symposium.txt", PackageResources.climate_security_symposium_txt),
        ("cyber-defence-round-table.txt", PackageResources.cyber_defence_round_table_txt),
        ("european-defence-summit.md", PackageResources.european_defence_summit_md),
        ("mediterranean-migration-compact.txt", PackageResources.mediterranean_migration_compact_txt),
        ("north-sea-energy-watch.md", PackageResources.north_sea_energy_watch_md),
        ("transatlantic-trade-dialogue.txt", PackageResources.transatlantic_trade_dialogue_txt),
    ]
}
