{ config, lib, pkgs, ... }:
let
  cfg = config.services.immich-pg-monitor;
  format = pkgs.formats.javaProperties { };
in
{
  options.services.immich-pg-monitor = {
    enable = lib.mkEnableOption "immich-pg-monitor";
    package = lib.mkOption {
      type = lib.types.package;
      description = "The program.";
    };
    user = lib.mkOption {
      type = lib.types.str;
      default = "immich_monitor";
      description = "The system user and, by peer authentication, the role of Postgres that it logs in as.";
    };
    local = lib.mkOption {
      type = lib.types.bool;
      default = true;
      description = "Whether to watch the database of services.immich over its unix socket. If not, settings or credentials say where the database is.";
    };
    settings = lib.mkOption {
      type = format.type;
      default = { };
      example = { "immich-pg.databases.immich.upgrade-to" = "latest"; };
      description = "As in config/application.properties. No secrets: they would be in the store.";
    };
    credentials = lib.mkOption {
      type = lib.types.attrsOf lib.types.path;
      default = { };
      example = { DB_PASSWORD = "/run/secrets/immich-db-password"; };
      description = "Credentials of systemd's, by name: DB_URL or DB_PASSWORD.";
    };
  };

  config = lib.mkIf cfg.enable {
    # Each by itself, so that a setting of one's own leaves the others.
    services.immich-pg-monitor.settings = lib.mkIf cfg.local (lib.mapAttrs (_: lib.mkDefault) {
      DB_URL = "postgresql:///immich?host=/run/postgresql";
      "immich-pg.databases.immich.username" = cfg.user;
      "immich-pg.databases.immich.immich-role" = "immich";
    });

    users.users.${cfg.user} = { isSystemUser = true; group = cfg.user; };
    users.groups.${cfg.user} = { };
    environment.systemPackages = [ cfg.package ];
    environment.etc."immich-pg-monitor/config/application.properties".source =
      format.generate "application.properties" cfg.settings;

    systemd.services.immich-pg-monitor = {
      description = "Watches the Postgres of Immich, and says whether Immich would start";
      wantedBy = [ "multi-user.target" ];
      wants = [ "network-online.target" ];
      after = [ "network-online.target" "postgresql.service" ];
      environment.IMMICH_PG_STATE_DIRECTORY = "%S/immich-pg-monitor";
      serviceConfig = {
        ExecStart = "${lib.getExe cfg.package} serve";
        WorkingDirectory = "/etc/immich-pg-monitor";
        User = cfg.user;
        StateDirectory = "immich-pg-monitor";
        LoadCredential = lib.mapAttrsToList (name: path: "${name}:${path}") cfg.credentials;
        SuccessExitStatus = 143;
        Restart = "always";
        RestartSec = "5s";
        RestartPreventExitStatus = 2;
        UMask = "0077";
        MemoryMax = "384M";
        CapabilityBoundingSet = "";
        NoNewPrivileges = true;
        ProtectSystem = "strict";
        ProtectHome = true;
        PrivateTmp = true;
        PrivateDevices = true;
        ProtectClock = true;
        ProtectControlGroups = true;
        ProtectHostname = true;
        ProtectKernelLogs = true;
        ProtectKernelModules = true;
        ProtectKernelTunables = true;
        ProtectProc = "invisible";
        RestrictAddressFamilies = [ "AF_INET" "AF_INET6" "AF_UNIX" ];
        RestrictNamespaces = true;
        RestrictRealtime = true;
        RestrictSUIDSGID = true;
        LockPersonality = true;
        SystemCallArchitectures = "native";
        SystemCallFilter = [ "@system-service" "~@privileged @resources" ];
      };
    };
  };
}
