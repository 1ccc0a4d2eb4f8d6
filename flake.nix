# The program and its module for NixOS: docs/how-to/nixos.md. Written without a Nix to try it with: please report what is wrong.
{
  description = "Watches the Postgres of Immich, and says whether Immich would start";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" ];
      each = f: nixpkgs.lib.genAttrs systems (system: f nixpkgs.legacyPackages.${system});
    in
    {
      packages = each (pkgs: rec {
        immich-pg-monitor = pkgs.callPackage ./deploy/nixos/package.nix { };
        default = immich-pg-monitor;
      });
      nixosModules.default = { pkgs, ... }: {
        imports = [ ./deploy/nixos/module.nix ];
        services.immich-pg-monitor.package =
          nixpkgs.lib.mkDefault self.packages.${pkgs.stdenv.hostPlatform.system}.default;
      };
    };
}
