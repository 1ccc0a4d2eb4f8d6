<#-- What each dependency says of its licence, for LicencesIT: group:artifact, and the names after tabs. -->
<#list dependencyMap as entry>
${entry.key.groupId}:${entry.key.artifactId}<#list entry.value as licence>	${licence}</#list>
</#list>
