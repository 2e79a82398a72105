# Build with Maven, run on a Java runtime alone. It wants COFFER_DATABASE_URL and COFFER_ROOT_KEY_FILE, for example:
#
#   docker run --read-only -p 8080:8080 \
#     -e COFFER_DATABASE_URL=jdbc:postgresql://db:5432/coffer -e COFFER_DATABASE_USER=coffer \
#     -e COFFER_DATABASE_PASSWORD_FILE=/run/secrets/database -e COFFER_ROOT_KEY_FILE=/run/secrets/root-key \
#     -v ./secrets:/run/secrets:ro coffer
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
RUN mvn -B -q package -DskipTests

FROM eclipse-temurin:25-jre
COPY --from=build /build/target/coffer.jar /build/target/coffer /opt/coffer/
# The cache belongs to this very Java, so it is made here. The folder is where the set-up code waits for its reader.
RUN /opt/coffer/coffer make-cache \
    && install -d -o nobody -g nogroup -m 0700 /var/lib/coffer
ENV COFFER_HOST=0.0.0.0 COFFER_DATA_DIR=/var/lib/coffer
USER nobody
VOLUME /var/lib/coffer
EXPOSE 8080
ENTRYPOINT ["/opt/coffer/coffer"]
CMD ["serve"]
