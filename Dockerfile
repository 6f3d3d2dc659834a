# The server on port 8080, started by ADDR, PEERS and DATA_DIR:
#
#   docker build -t clew .
#   docker run clew recover …    # and other commands
#   docker run -p 8080:8080 -v clew:/data -e ADDR=10.0.42.101:8080 -e PEERS=10.0.42.102:8080,… clew
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY engine engine
COPY linearizability linearizability
COPY transport transport
COPY sim sim
COPY server server
RUN apt-get update && apt-get install -y --no-install-recommends unzip \
    && ./mvnw -q -B -DskipTests package

FROM eclipse-temurin:25-jre
# Harnesses that test clusters cut nodes off from inside.
RUN apt-get update && apt-get install -y --no-install-recommends curl iproute2 iptables \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/server/target/clew-server.jar /clew/clew-server.jar
# Made anew, since an archive of classes fits one Java only.
RUN java -XX:ArchiveClassesAtExit=/clew/clew-server.jsa -Xlog:disable -XX:+UseSerialGC \
    -jar /clew/clew-server.jar rehearse
ENV DATA_DIR=/data CLEW_BIND=0.0.0.0
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=1s CMD port=${ADDR##*:}; curl -fs "http://127.0.0.1:${port:-8080}/health"
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/clew/clew-server.jsa", "-Xshare:auto", \
    "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", \
    "-Xlog:disable", "-jar", "/clew/clew-server.jar"]
