{ lib, maven, jdk21_headless, makeWrapper }:

maven.buildMavenPackage rec {
  pname = "immich-pg-monitor";
  version = "0.1.0-SNAPSHOT";
  src = ../..;

  # Of all that Maven fetches. Nix prints the right one at the first build; it changes with pom.xml.
  mvnHash = lib.fakeHash;
  mvnJdk = jdk21_headless;
  mvnParameters = "-DskipTests -Drevision=${version}";
  nativeBuildInputs = [ makeWrapper ];

  installPhase = ''
    runHook preInstall
    install -Dm755 src/main/launcher/immich-pg-monitor $out/bin/immich-pg-monitor
    cp -r target/quarkus-app $out/lib
    cp src/main/launcher/java.options $out/lib/
    # So that a command asks the database of the service; without the module it leads nowhere, and is not looked at.
    ln -s /etc/immich-pg-monitor $out/etc
    wrapProgram $out/bin/immich-pg-monitor --set JAVA_HOME ${jdk21_headless}
    runHook postInstall
  '';

  meta = {
    description = "Watches the Postgres of Immich, and says whether Immich would start";
    license = lib.licenses.asl20;
    mainProgram = "immich-pg-monitor";
  };
}
